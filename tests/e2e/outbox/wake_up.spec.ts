import { test } from '@japa/runner'
import RouterCommand from '#routers/commands/router_command'
import { eventually } from '#tests/support/eventually'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter } from '#tests/support/isp'

test.group('Outbox | Trying again', () => {
  test('a router that does not answer is tried again after seconds, with nobody to nudge the queue', async ({
    assert,
  }) => {
    const isp = await openIsp()
    const router = await registerRouter(isp)
    await new Guest(isp, router).signIn()
    const command = await eventually(
      'a third try',
      async () => {
        const [login] = await isp.inside(() => RouterCommand.query().where('router_id', router.id))
        return login && login.attempts >= 3 ? login : null
      },
      15
    )
    assert.isNull(command.finishedAt)
  })
})
