import { test } from '@japa/runner'
import { adminVisitor } from '#tests/functional/admin/admin'
import { asOwner } from '#tests/support/database'
import { text } from '#tests/support/forms'
import { openIsp, type Isp } from '#tests/support/isp'

let isp: Isp

/** A job that was given up, of a queue nobody works here twice. @returns its id */
async function givenUp(message: string): Promise<string> {
  const [job] = await asOwner<{ id: string }>(
    `insert into pgboss.job (name, data, state, completed_on, output)
     values ('send-sms', jsonb_build_object('tenantId', $1::bigint, 'messageId', 0), 'failed', now(),
       jsonb_build_object('message', $2::text)) returning id`,
    [isp.tenant.id, message]
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

  test('are deleted', async ({ assert }) => {
    const id = await givenUp('Never mind')
    await (await adminVisitor()).send('/admin/queues', {}, `/admin/queues/send-sms/${id}/remove`)
    assert.lengthOf(await asOwner('select id from pgboss.job where id = $1', [id]), 0)
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
    assert.include(page, `${isp.tenant.name} 1000000`)
  })
})
