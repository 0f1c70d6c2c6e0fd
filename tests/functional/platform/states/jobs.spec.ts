import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { DateTime } from 'luxon'
import { trustMobileNumber } from '#core/mobile_number'
import SmsMessage from '#messaging/sms_message'
import RouterCommand from '#routers/commands/router_command'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { isQueueName, queues, type JobPayloads, type QueueName } from '#tenancy/jobs/queues'
import { isWorked } from '#tenancy/jobs/job_scopes'
import { TENANT_STATUSES, type TenantStatus } from '#tenancy/lifecycle/tenant_states'
import { move } from '#tests/functional/platform/states/stage'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { anyMac, anyMobile } from '#tests/support/guest'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'

const SERVED: readonly TenantStatus[] = ['trial', 'active', 'past_due', 'read_only', 'suspended']
const LIVELY = SERVED.filter((status) => status !== 'suspended')

/** In which states an ISP's own queues are worked off; the platform's are in all of them. */
const WORKED: Partial<Record<QueueName, readonly TenantStatus[]>> = {
  'router-commands': SERVED,
  'send-sms': SERVED,
  'ask-sms-balance': LIVELY,
}

/** A message as it waits in the outbox, so many minutes old, without a job. */
function waiting({ inside }: Isp, minutes: number, event: 'welcome' | 'refunded') {
  return inside(() =>
    SmsMessage.create({
      mobile: trustMobileNumber(anyMobile()),
      event,
      body: 'A text',
      segments: 1,
      status: 'queued',
      createdAt: DateTime.utc().minus({ minutes }),
    })
  )
}

/** Sends a job and waits until it is through. @returns how often it was tried again */
async function through<N extends QueueName>(
  queue: N,
  payload: JobPayloads[N] & { tenantId: number }
): Promise<number> {
  const jobs = await app.container.make(JobQueue)
  await jobs.send(queue, payload)
  const [job] = await eventually(`the ${queue} job is through`, async () => {
    const rows = await asOwner<{ retry_count: number }>(
      `select retry_count from pgboss.job
        where name = $1 and data->>'tenantId' = $2 and state = 'completed'`,
      [queue, String(payload.tenantId)]
    )
    return rows.length > 0 && rows
  })
  return job?.retry_count ?? -1
}

test.group('States | Jobs', (group) => {
  let isp: Isp
  group.setup(async () => {
    isp = await openIsp()
  })

  test('of {queue} are worked in the states that have them')
    .with(
      Object.keys(queues)
        .filter(isQueueName)
        .map((queue) => ({ queue }))
    )
    .run(({ assert }, { queue }) => {
      assert.deepEqual(
        TENANT_STATUSES.filter((status) => isWorked(queue, { status })),
        [...(WORKED[queue] ?? TENANT_STATUSES)]
      )
    })

  test('of a closed ISP end at once, and what they were for waits for it to come back', async ({
    assert,
  }) => {
    const { id: tenantId } = isp.tenant
    const router = await registerRouter(isp)
    await move(tenantId, 'closed')
    const [news, stale] = [await waiting(isp, 90, 'refunded'), await waiting(isp, 90, 'welcome')]
    const command = await isp.inside(() =>
      RouterCommand.create({
        routerId: router.id,
        kind: 'disconnect',
        payload: { mac: anyMac() },
        dedupeKey: `states ${tenantId}`,
        state: 'pending',
        attempts: 0,
        notBefore: DateTime.utc(),
        deadlineAt: DateTime.utc().plus({ hours: 1 }),
      })
    )
    assert.equal(await through('send-sms', { tenantId, messageId: news.id }), 0)
    assert.equal(await through('router-commands', { tenantId, routerId: router.id }), 0)
    assert.equal(await isp.inside(async () => (await news.refresh()).status), 'queued')

    await move(tenantId, 'suspended')
    await eventually('the message is sent', () =>
      isp.inside(async () => (await news.refresh()).status === 'sent')
    )
    await eventually('the command is tried', () =>
      isp.inside(async () => (await command.refresh()).attempts > 0)
    )
    const { status, error } = await isp.inside(() => stale.refresh())
    assert.deepEqual([status, error], ['failed', 'too_late'])
  })
})
