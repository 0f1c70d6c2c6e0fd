import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { FrozenClock } from '#core/clock'
import { DeliverMessage } from '#messaging/deliver_message'
import { RecordOutcome } from '#messaging/delivery/record_outcome'
import { SentCounter } from '#messaging/pumping/sent_counter'
import { SmsAllowance } from '#messaging/pumping/sms_allowance'
import SmsMessage from '#messaging/sms_message'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'
import type { Isp } from '#tests/support/isp'

/** Delivers one message as the worker would at that moment. @returns what became of it */
export async function deliver(
  { tenant, inside }: Isp,
  { id }: SmsMessage,
  now: DateTime = DateTime.utc()
): Promise<SmsMessage> {
  const [tenancy, jobs] = [await app.container.make(Tenancy), await app.container.make(JobQueue)]
  const clock = new FrozenClock(now)
  const delivery = new DeliverMessage(
    tenancy,
    clock,
    new RecordOutcome(tenancy, jobs, clock),
    new SmsAllowance(new SentCounter(tenancy, clock))
  )
  await delivery.execute(tenant, id)
  return inside(() => SmsMessage.findOrFail(id))
}
