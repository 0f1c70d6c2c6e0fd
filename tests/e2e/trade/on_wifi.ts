import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import Customer from '#hotspot/customers/customer'
import RouterCommand from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type { Phone } from '#tests/simulator/hotspot/phone'
import { connectRouter, openIsp, type ConnectedRouter, type Isp } from '#tests/support/isp'
import { verifiedCustomer } from '#tests/support/verified_customer'

export interface OnWifi {
  isp: Isp
  connected: ConnectedRouter
  phone: Phone
  customer: Customer
}

/** An ISP with a router, and a customer whose phone is on its Wi-Fi without a package. */
export async function somebodyOnWifi(
  cleanup: (stop: () => Promise<void>) => void
): Promise<OnWifi> {
  const isp = await openIsp()
  const connected = await connectRouter(isp)
  cleanup(() => connected.virtual.stop())
  const phone = await connected.virtual.addPhone()
  await phone.join()
  return { isp, connected, phone, customer: await verifiedCustomer(isp, connected, phone) }
}

export function commandsOf(isp: Isp, kind: RouterCommand['kind']): Promise<RouterCommand[]> {
  return isp.inside(() => RouterCommand.query().where('kind', kind).orderBy('id'))
}

/** Lets the pause before a router is tried again be over. */
export async function tryAgainNow({ isp, connected }: OnWifi): Promise<void> {
  const { id: routerId } = connected.router
  await isp.inside(() =>
    RouterCommand.query()
      .where({ routerId, state: 'pending' })
      .update({ notBefore: DateTime.utc().minus({ seconds: 1 }).toJSDate() })
  )
  const jobs = await app.container.make(JobQueue)
  await jobs.send('router-commands', { tenantId: isp.tenant.id, routerId })
}

export function reread(isp: Isp, { id }: Customer): Promise<Customer> {
  return isp.inside(() => Customer.query().where('id', id).preload('activation').firstOrFail())
}
