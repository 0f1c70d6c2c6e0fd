import { test } from '@japa/runner'
import Activity from '#tenancy/activity/activity'
import Router from '#routers/router'
import { errorAt, text } from '#tests/support/forms'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import { operatorOf } from '#tests/support/operator'

const PATH = '/dashboard/routers/zones'

async function opened() {
  const isp = await openIsp({ packages: false, gateways: false })
  return {
    isp,
    owner: await operatorOf(isp),
    routers: [await registerRouter(isp), await registerRouter(isp)],
  }
}

async function place(isp: Isp, router: Router | undefined, zone: string, ssid: string) {
  await isp.inside(() =>
    Router.query()
      .where('id', router?.id ?? 0)
      .update({ zone, ssid })
  )
}

test.group('Zones', () => {
  test('a router is given its place and its network', async ({ assert }) => {
    const { isp, owner, routers } = await opened()
    const [router] = routers
    const action = `/dashboard/routers/${router?.id}/zone`
    const page = await owner.submit(PATH, { zone: 'Bazar', ssid: 'ওয়াইফাই A' }, action)
    assert.include(text(page.body), 'Bazar')
    const saved = await isp.inside(() => Router.findOrFail(router?.id))
    assert.equal(saved.ssid, 'ওয়াইফাই A')
    const [activity] = await isp.inside(() => Activity.query().orderBy('id', 'desc'))
    assert.equal(activity?.action, 'router.zone_changed')
  })

  test('a network’s name of more than 32 octets is refused at its field', async ({ assert }) => {
    const { owner, routers } = await opened()
    const action = `/dashboard/routers/${routers[0]?.id}/zone`
    const page = await owner.submit(
      PATH,
      { ssid: 'ওয়াইফাইওয়াইফাই', _form: `zone-${routers[0]?.id}` },
      action
    )
    assert.include(errorAt(page, `ssid-${routers[0]?.id}`) ?? '', '32 octets')
  })

  test('one zone, two networks: a warning; one network: none', async ({ assert }) => {
    const { isp, owner, routers } = await opened()
    await place(isp, routers[0], 'Bazar', 'GreenNet')
    await place(isp, routers[1], 'bazar', 'Greennet')
    assert.include(text((await owner.get(PATH)).body), 'different networks: GreenNet, Greennet')
    const trouble = await owner.get(`/dashboard/routers/${routers[0]?.id}/trouble`)
    assert.match(trouble.body, /id="check-mac" data-state="wrong"/)

    await place(isp, routers[1], 'Bazar', 'GreenNet')
    assert.notInclude(text((await owner.get(PATH)).body), 'different networks')
  })

  test('support may look, and change nothing', async ({ assert }) => {
    const { isp, routers } = await opened()
    const support = await operatorOf(isp, 'support')
    const page = await support.get(PATH)
    assert.equal(page.status, 200)
    assert.notInclude(page.body, `/dashboard/routers/${routers[0]?.id}/zone`)
  })

  test('another ISP’s routers are not there', async ({ assert }) => {
    const [here, there] = [await opened(), await opened()]
    await place(there.isp, there.routers[0], 'Secret place', 'x')
    assert.notInclude((await here.owner.get(PATH)).body, 'Secret place')
  })
})
