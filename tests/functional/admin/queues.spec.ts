import { test } from '@japa/runner'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { errorAt, noticeOf, text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'

let isp: Isp

/** A job that was given up, about a row there is not. @returns its id */
async function givenUp(message: string, queue = 'send-sms'): Promise<string> {
  const [job] = await asOwner<{ id: string }>(
    `insert into pgboss.job (name, data, state, completed_on, output)
     values ($3, jsonb_build_object('tenantId', $1::bigint, 'messageId', 0, 'accountId', 0), 'failed',
       now(), jsonb_build_object('message', $2::text)) returning id`,
    [isp.tenant.id, message, queue]
  )
  if (!job) throw new Error('There is no job')
  return job.id
}

test.group('Jobs', (group) => {
  group.setup(async () => {
    isp = await openIsp({ packages: false, gateways: false })
  })

  test('show what was given up, of whom, without what is private', async ({ assert }) => {
    await givenUp(
      'POST https://sms.example/send?api_key=ABC123 to +8801712345678: token=s3cr3t refused'
    )
    const page = text((await (await adminVisitor()).get('/admin/queues?queue=send-sms')).body)
    assert.include(page, isp.tenant.name)
    assert.include(page, 'refused')
    for (const secret of ['ABC123', '8801712345678', 's3cr3t']) assert.notInclude(page, secret)
  })

  test('are tried again', async ({ assert }) => {
    const id = await givenUp('Once')
    await (await adminVisitor()).send('/admin/queues', {}, `/admin/queues/send-sms/${id}/retry`)
    const [job] = await asOwner<{ limit: number }>(
      'select retry_limit as limit from pgboss.job where id = $1',
      [id]
    )
    assert.equal(job?.limit, 3)
  })

  test('are tried again, all of a queue', async ({ assert }) => {
    const queue = 'ask-sms-balance'
    const ids = [await givenUp('One', queue), await givenUp('Two', queue)]
    const admin = await adminVisitor()
    const page = await admin.submit(`/admin/queues?queue=${queue}`, {}, '/admin/queues/retry')
    assert.match(noticeOf(page), /jobs are tried once more/)
    const failed = await asOwner(
      `select id from pgboss.job where id = any($1::uuid[]) and retry_limit < 3`,
      [ids]
    )
    assert.lengthOf(failed, 0)
  })

  test('are discarded for a reason, which stays with who did it', async ({ assert }) => {
    const id = await givenUp('Never mind')
    const admin = await adminVisitor()
    const act = `/admin/queues/send-sms/${id}/discard`
    const refused = await admin.submit('/admin/queues?queue=send-sms', { reason: ' ' }, act)
    assert.isDefined(errorAt(refused, 'reason'))
    assert.lengthOf(await asOwner('select id from pgboss.job where id = $1', [id]), 1)

    const reason = `The number is gone ${id}`
    const done = await admin.submit('/admin/queues?queue=send-sms', { reason }, act)
    assert.lengthOf(await asOwner('select id from pgboss.job where id = $1', [id]), 0)
    for (const page of [done, await admin.get('/admin/access')]) {
      assert.match(text(page.body), new RegExp(`Discarded a job send-sms ${id} ${reason} Ada Min`))
    }
  })

  test('name rows by number and nothing that was written', async ({ assert }) => {
    await asOwner(
      `insert into pgboss.job (name, data, state, completed_on)
       values ('send-mail', jsonb_build_object('tenantId', $1::bigint, 'to', 'karim@greennet.test',
         'subject', 'Your code', 'text', '4711', 'accountId', 815), 'failed', now() + interval '1 hour')`,
      [isp.tenant.id]
    )
    const page = text((await (await adminVisitor()).get('/admin/queues?queue=send-mail')).body)
    assert.include(page, 'accountId 815')
    for (const written of ['karim@greennet', 'Your code', '4711']) assert.notInclude(page, written)
  })

  test('of a queue there is not, nothing is done', async ({ assert }) => {
    const id = await givenUp('Stays')
    const admin = await adminVisitor()
    const page = await admin.get('/admin/queues?queue=nonsense')
    assert.equal(page.status, 200)
    assert.include(page.body, id)
  })

  test('of routers are counted by ISP', async ({ assert }) => {
    await asOwner(
      `insert into platform.tenant_health (tenant_id, dead_commands, due_at) values ($1, 1000000, 'infinity')
       on conflict (tenant_id) do update set dead_commands = 1000000, due_at = 'infinity'`,
      [isp.tenant.id]
    )
    const page = text((await (await adminVisitor()).get('/admin/queues')).body)
    assert.include(page, `${isp.tenant.name} 1,000,000`)
  })
})
