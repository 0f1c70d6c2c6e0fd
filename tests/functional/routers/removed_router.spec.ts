import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { RemoveRouter } from '#routers/registration/remove_router'
import { Guest } from '#tests/support/guest'
import { openIsp, registerRouter } from '#tests/support/isp'
import { once, Purchase } from '#tests/support/purchase'

test.group('Routers | A router that was removed', () => {
  test('who was seen there last, and has paid, is credited all the same', async ({ assert }) => {
    const isp = await openIsp()
    const router = await registerRouter(isp)
    const purchase = await Purchase.begin(new Guest(isp, router))
    const back = await purchase.act('pay')
    const remove = await app.container.make(RemoveRouter)
    await remove.execute(isp.tenant, router.id)

    await purchase.guest.visitor.get(back)
    assert.equal(await purchase.state(), 'paid')
    assert.deepEqual(await purchase.credits(), once('Day Pass'))
  })
})
