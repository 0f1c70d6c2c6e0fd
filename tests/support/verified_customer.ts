import app from '@adonisjs/core/services/app'
import { parseMacAddress } from '#core/mac_address'
import { parseMobileNumber } from '#core/mobile_number'
import { ActivatePackage } from '#hotspot/activation/activate_package'
import type Activation from '#hotspot/activation/activation'
import { offerOf } from '#hotspot/activation/offer'
import { LinkDevice } from '#hotspot/customers/link_device'
import Customer from '#hotspot/customers/customer'
import Package from '#hotspot/packages/package'
import type { ConnectedRouter, Isp } from '#tests/support/isp'
import type { Phone } from '#tests/simulator/hotspot/phone'

/** Somebody who has proven a number on a phone that is on the Wi-Fi. */
export async function verifiedCustomer(
  isp: Isp,
  { router }: ConnectedRouter,
  phone: Phone,
  localNumber = `017${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`
): Promise<Customer> {
  const mobile = parseMobileNumber(localNumber, 'BD')
  if (!mobile) throw new Error(`${localNumber} is no mobile number`)
  const link = await app.container.make(LinkDevice)

  return isp.inside(async () => {
    await Customer.updateOrCreate({ mobile }, { status: 'active', language: 'en' })
    const customer = await Customer.findByOrFail('mobile', mobile)
    await link.execute(customer, sightingOf(phone, router.id))
    return customer
  })
}

export function sightingOf(phone: Phone, routerId: number) {
  const mac = parseMacAddress(phone.mac)
  if (!mac) throw new Error(`${phone.mac} is no MAC`)
  return { mac, ip: phone.address ?? '10.5.50.2', routerId }
}

/** Gives a package by name, as a payment would. */
export async function give(isp: Isp, customer: Customer, name: string): Promise<Activation> {
  const activate = await app.container.make(ActivatePackage)
  return isp.inside(async () => {
    const chosen = await Package.findByOrFail('name', name)
    return activate.execute(customer.id, offerOf(chosen), 'payment')
  })
}
