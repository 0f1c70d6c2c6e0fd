import { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import { trustMobileNumber } from '#core/mobile_number'
import { octets } from '#core/octets'
import Activation from '#hotspot/activation/activation'
import Customer from '#hotspot/customers/customer'
import type Device from '#hotspot/customers/device'
import Package from '#hotspot/packages/package'
import { writeRadiusRows } from '#radius/radius_rows'
import app from '@adonisjs/core/services/app'
import { Tenancy } from '#tenancy/tenancy'
import { anyMac, anyMobile } from '#tests/support/guest'
import type { Isp } from '#tests/support/isp'

/** A customer of the list, with what the arguments say; everything else is usual. */
export async function addCustomer(isp: Isp, more: Partial<Customer> = {}): Promise<Customer> {
  return isp.inside(() =>
    Customer.create({
      mobile: trustMobileNumber(anyMobile()),
      status: 'active',
      language: 'en',
      ...more,
    })
  )
}

export function addDevice(isp: Isp, customer: Customer, more: Partial<Device> = {}) {
  return isp.inside(async () => {
    const owner = await Customer.findOrFail(customer.id)
    return owner.related('devices').create({ mac: anyMac(), lastIp: '10.5.50.9', ...more })
  })
}

/** Gives a customer a package of this name as of now, with RADIUS rows for every device. */
export function giveNow(
  isp: Isp,
  customer: Customer,
  name: string,
  more: Partial<Activation> = {}
) {
  return isp.inside(async () => {
    const tenancy = await app.container.make(Tenancy)
    const sold = await Package.findByOrFail('name', name)
    const now = DateTime.utc()
    const activation = await Activation.create({
      customerId: customer.id,
      packageId: sold.id,
      packageName: sold.name,
      source: 'cash',
      priceMinor: sold.priceMinor,
      currency: sold.currency,
      validitySeconds: sold.validitySeconds,
      downloadBps: sold.downloadBps,
      uploadBps: sold.uploadBps,
      octetsLimit: sold.octetsLimit,
      octetsUsed: octets(0),
      deviceLimit: 1,
      startsAt: now,
      expiresAt: now.plus({ seconds: sold.validitySeconds }),
      status: 'running',
      ...more,
    })
    const owner = await Customer.findOrFail(customer.id)
    await owner.merge({ activationId: activation.id }).save()
    const devices = await owner.related('devices').query()
    await writeRadiusRows(
      tenancy,
      devices.map(({ mac }) => mac),
      activation
    )
    return activation
  })
}

export interface Session {
  mac: MacAddress
  began: DateTime
  ended?: DateTime | null
  download?: number
  upload?: number
  nas?: string
  cause?: string
}

let sessions = 0

/** An accounting row, as if FreeRADIUS had written it. */
export function addSession(isp: Isp, session: Session): Promise<void> {
  const {
    mac,
    began,
    ended = null,
    download = 0,
    upload = 0,
    nas = '127.78.0.1',
    cause = null,
  } = session
  sessions += 1
  return isp.inside(async () => {
    const { transaction } = await app.container.make(Tenancy)
    await transaction
      .insertQuery()
      .table('radacct')
      .insert({
        acctsessionid: `s${sessions}`,
        acctuniqueid: `u${sessions}-${mac}`,
        username: mac,
        nasipaddress: nas,
        acctstarttime: began.toJSDate(),
        acctupdatetime: (ended ?? began).toJSDate(),
        acctstoptime: ended?.toJSDate() ?? null,
        acctinputoctets: upload,
        acctoutputoctets: download,
        acctterminatecause: cause,
      })
  })
}

/** What FreeRADIUS reads of a device now, by the columns its queries read (docker/freeradius/sql.conf). */
export function answersTo(isp: Isp, mac: MacAddress): Promise<string[]> {
  return isp.inside(async () => {
    const { transaction } = await app.container.make(Tenancy)
    const rows: { answer_attribute: string | null; answer_value: string | null }[] = [
      ...(await transaction.from('radcheck').where('username', mac).orderBy('id')),
      ...(await transaction.from('radreply').where('username', mac).orderBy('id')),
    ]
    return rows.map((row) => `${row.answer_attribute} ${row.answer_value}`)
  })
}
