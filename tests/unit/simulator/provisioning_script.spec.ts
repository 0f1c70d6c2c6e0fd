import { test } from '@japa/runner'
import { VirtualRouter } from '../../simulator/virtual_router.js'
import { accept, bench } from './bench_router.js'
import { freshAddress, RadiusResponder } from './radius_responder.js'

/** A script such as operators paste: it may run twice, and finds out what is there already. */
const SCRIPT = (radius: { address: string; port: number; secret: string }) => `
# hotspot for one village
:if ([:len [/interface bridge find where name="br-hs"]] = 0) do={
  /interface bridge add name=br-hs comment=saas
}
:if ([:len [/ip address find where interface="br-hs"]] = 0) do={
  /ip address add address=10.5.48.1/22 interface=br-hs comment=saas
}
/ip pool
:if ([:len [find where name="hs"]] = 0) do={ add name=hs ranges=10.5.48.10-10.5.51.250 }
/ip dhcp-server
:if ([:len [find where name="hs"]] = 0) do={
  add name=hs interface=br-hs address-pool=hs lease-time=1h disabled=no
}
/ip hotspot profile
:if ([:len [find where name="saas"]] = 0) do={ add name=saas }
set [find where name="saas"] hotspot-address=10.5.48.1 login-by=mac,http-pap use-radius=yes \\
  radius-accounting=yes radius-interim-update=2m mac-auth-mode=mac-as-username-and-password
/ip hotspot
:if ([:len [find where name="hs1"]] = 0) do={
  add name=hs1 interface=br-hs address-pool=hs profile=saas disabled=no
}
/radius remove [find where comment="saas"]
/radius add service=hotspot address=${radius.address} secret="${radius.secret.replace(/["\\$]/g, '\\$&')}" \\
  authentication-port=${radius.port} accounting-port=${radius.port} timeout=300ms comment=saas
/radius incoming set accept=yes port=3799
:do { /ip hotspot user profile set [find where default=yes] keepalive-timeout=2m } on-error={ :log warning "no profile" }
:foreach rule in=[/ip firewall filter find where action=fasttrack-connection and !disabled] do={
  :log warning ("fasttrack is on: " . [:tostr $rule])
}
:log info "joined [$[/system identity get name]]"
`

test.group('Simulator | a script that provisions', () => {
  test('{version} takes it twice and a phone goes online by its MAC')
    .with([{ version: '7.20.4' }, { version: '6.49.18' }])
    .run(async ({ assert }, { version }) => {
      const radius = await RadiusResponder.start()
      const router = await VirtualRouter.start({
        address: freshAddress(),
        version,
        hotspot: 'none',
      })
      const contents = SCRIPT(radius)
      router.menus.menu('/file').insert({ name: 'join.rsc', contents })
      for (let round = 0; round < 2; round++) {
        const [reply] = await router.configure('/import file-name=join.rsc')
        assert.deepInclude(reply, { failed: false })
      }
      assert.lengthOf(router.menus.rows('/radius'), 1)
      assert.lengthOf(router.menus.rows('/ip/hotspot'), 1)
      const logged = router.log.entries().map((one) => one.message)
      assert.includeMembers(logged, ['joined [MikroTik]'])
      assert.isTrue(logged.some((one) => one.startsWith('fasttrack is on: *')))
      radius.decide = () => accept()
      const phone = await router.addPhone()
      await phone.join()
      assert.isTrue(phone.online)
      assert.equal(phone.address, '10.5.48.10')
      await router.stop()
      radius.stop()
    })

  test('a login page that fetch brought is what an unpaid phone sees', async ({ assert }) => {
    const all = await bench()
    await all.router.configure(
      '/file set [find name=hotspot/login.html] contents="<p>\\$(mac) at \\$(identity)</p>"'
    )
    await all.phone.join()
    const { body } = await all.phone.browse(all.link)
    assert.equal(body, `<p>${all.phone.mac} at GreenNet</p>`)
    await all.stop()
  })
})
