import { mock } from 'node:test'
import { test } from '@japa/runner'
import { anyMac, entrance, Guest, portalPage } from '#tests/support/guest'
import { openIsp, registerRouter } from '#tests/support/isp'
import { formAction, PageVisitor } from '#tests/support/page_visitor'
import { appUrl } from '#config/app'
import type Router from '#routers/router'
import { PortalPass } from '#portal/portal_pass'

const HOSTILE = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `'; drop table customers; --`,
]

async function open(options = { packages: false, gateways: false }) {
  const isp = await openIsp(options)
  const router = await registerRouter(isp)
  return { isp, router, visitor: new PageVisitor() }
}

type Shop = Awaited<ReturnType<typeof open>>
let here: Shop
let there: Shop

/** Nothing here changes an ISP, so two of them do for a group. */
async function openBoth() {
  here = await open()
  there = await open()
}

test.group('Portal | What a router says of a phone', (group) => {
  group.setup(openBoth)

  test('{title} is answered with a clear page')
    .with([
      { title: 'no MAC', seen: { mac: undefined } },
      { title: 'an empty MAC', seen: { mac: '' } },
      { title: 'a short MAC', seen: { mac: '02:00:00:00:01' } },
      { title: 'a MAC of other digits', seen: { mac: '02:00:00:00:00:GG' } },
      { title: 'a group MAC', seen: { mac: '01:00:5E:00:00:01' } },
      { title: 'the MAC of nobody', seen: { mac: '00:00:00:00:00:00' } },
      { title: 'a MAC the router did not fill in', seen: { mac: '$(mac-esc)' } },
      { title: 'no address', seen: { ip: undefined } },
      { title: 'an address that is none', seen: { ip: '10.5.50.777' } },
      { title: 'an address with a query behind it', seen: { ip: "10.5.50.7' or '1'='1" } },
      { title: 'no identity', seen: { identity: undefined } },
      { title: 'an overlong identity', seen: { identity: 'x'.repeat(4000) } },
    ])
    .run(async ({ assert }, { seen }) => {
      const { router, visitor } = here
      const page = await visitor.get(entrance(router, seen))
      assert.equal(page.status, 422)
      assert.include(page.body, 'Please join the Wi-Fi again')
      assert.notMatch(page.body, /at .*\.(ts|js):\d+/, 'no stack trace')
      assert.match(page.body, /<!doctype html>/i)
    })

  test('{title} names nobody, and all of these answer alike')
    .with([
      {
        title: 'another identity',
        at: (r: Router, o: Router) => entrance(r, { identity: o.identity }),
      },
      {
        title: 'another ISP’s token',
        at: (r: Router, o: Router) => entrance({ ...named(r), token: o.token }),
      },
      {
        title: 'a token cut short',
        at: (r: Router) => entrance({ ...named(r), token: r.token.slice(0, 10) }),
      },
      { title: 'a token of NUL', at: (r: Router) => entrance(r).replace(r.token, '%00') },
      {
        title: 'a token with a query in it',
        at: (r: Router) => entrance({ ...named(r), token: `${r.token}'--` }),
      },
      {
        title: 'an overlong token',
        at: (r: Router) => entrance({ ...named(r), token: 'a'.repeat(5000) }),
      },
      {
        title: 'an identity in other case',
        at: (r: Router) => entrance(r, { identity: r.identity.toUpperCase() }),
      },
    ])
    .run(async ({ assert }, { at }) => {
      const page = await here.visitor.get(at(here.router, there.router))
      assert.equal(page.status, 404)
      assert.include(page.body, 'This page is not here')
      assert.notInclude(page.body, here.isp.tenant.name)
      assert.notInclude(page.body, there.isp.tenant.name)
    })

  test('a closed ISP answers like one that never was', async ({ assert }) => {
    const { isp, router, visitor } = await open()
    await isp.tenant.merge({ status: 'closed' }).save()
    const page = await visitor.get(entrance(router))
    assert.equal(page.status, 404)
    assert.notInclude(page.body, isp.tenant.name)
  })

  test('the phone’s own page may be as long as it likes', async ({ assert }) => {
    const { router, visitor } = here
    const page = await visitor.get(
      entrance(router, { 'link-orig': `http://ads.test/?${'x'.repeat(6000)}` })
    )
    assert.equal(page.status, 200)
    assert.include(page.body, 'Mobile number')
  })

  test('every spelling of a MAC is the same phone: {$self}')
    .with([
      (mac: string) => mac.toLowerCase(),
      (mac: string) => mac.replaceAll(':', '-'),
      (mac: string) => mac.replaceAll(':', ''),
      (mac: string) => ` ${mac} `,
    ])
    .run(async ({ assert }, spell) => {
      const { isp, router } = here
      const guest = new Guest(isp, router)
      const page = await guest.arrive({ mac: spell(guest.mac) })
      assert.equal(page.status, 200)
      assert.include(page.body, 'Mobile number')
    })

  test('hostile text is never shown as it came: {$self}')
    .with(HOSTILE)
    .run(async ({ assert }, text) => {
      const { isp, router, visitor } = here
      const pages = [
        await visitor.get(entrance(router, { mac: text })),
        await visitor.get(entrance(router, { ip: text })),
        await visitor.get(entrance(router, { identity: text })),
        await visitor.get(entrance(router, { lang: text })),
        await visitor.get(entrance(router, { 'link-orig': text, 'link-login-only': text })),
        await visitor.get(`${appUrl.origin}/h/${encodeURIComponent(text)}/login.html`),
      ]
      const arrived = await new Guest(isp, router).arrive()
      pages.push(
        await visitor.submit(arrived, '/number', { mobile: text }),
        await visitor.get(`${arrived.url}&wait=${encodeURIComponent(text)}`),
        await visitor.get(`${portalPage(arrived, '/code')}&wait=${encodeURIComponent(text)}`),
        await visitor.get(
          `${portalPage(arrived, '/packages')}&problem=${encodeURIComponent(text)}`
        ),
        await visitor.get(`${portalPage(arrived, '/online')}&waited=${encodeURIComponent(text)}`),
        await visitor.get(
          arrived.url.replace(/\/portal\/[^/?]+/, `/portal/${encodeURIComponent(text)}`)
        ),
        await visitor.post(portalPage(arrived, '/code'), { code: text }),
        await visitor.post(portalPage(arrived, '/buy'), { package_id: text, method: text })
      )
      for (const page of pages) {
        assert.isBelow(page.status, 500, page.url)
        assert.notInclude(page.body, text, page.url)
      }
    })

  let known: Guest
  group.setup(async () => {
    const { isp, router } = await open({ packages: true, gateways: true })
    known = new Guest(isp, router)
    await known.signIn()
  })

  test('only this router’s own login page may receive the phone’s login: {link}')
    .with([
      { link: (own: string) => `http://${own}/login`, ours: true },
      { link: (own: string) => `https://${own}/login?dst=x`, ours: true },
      { link: () => 'http://evil.test/login', ours: false },
      { link: (own: string) => `http://${own}@evil.test/login`, ours: false },
      { link: (own: string) => `http://${own}.evil.test/login`, ours: false },
      { link: (own: string) => `http://evil.test/?${own}`, ours: false },
      { link: (own: string) => `http://evil.test\\@${own}/`, ours: false },
      { link: (own: string) => `//${own}/login`, ours: false },
      { link: (own: string) => `javascript://${own}/%0aalert(1)`, ours: false },
      { link: () => 'data:text/html,<form>', ours: false },
      { link: () => '/login', ours: false },
    ])
    .run(async ({ assert }, { link, ours }) => {
      const given = link(known.router.address)
      const online = await known.arrive({ 'link-login-only': given })
      const waited = await known.visitor.get(`${online.url}&waited=60`)
      assert.include(waited.body, 'Trial')

      if (ours) assert.equal(formAction(waited, given.split('?')[0] ?? ''), given)
      else assert.notMatch(waited.body, /<form[^>]*action="(?!\/portal)/)
    })

  test('where the phone wanted to go is a web address or nothing: {$self}')
    .with(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'not an address'])
    .run(async ({ assert }, destination) => {
      const { router, visitor } = here
      const page = await visitor.get(entrance(router, { 'link-orig': destination }))
      assert.equal(page.status, 200)
      assert.notInclude(page.body, destination)
    })

  test('the language asked for is used if we have it: {lang}')
    .with([
      { lang: 'bn', html: 'lang="bn"' },
      { lang: 'en', html: 'lang="en"' },
      { lang: 'xx', html: 'lang="en"' },
      { lang: '../../etc/passwd', html: 'lang="en"' },
      { lang: '', html: 'lang="en"' },
      { lang: '__proto__', html: 'lang="en"' },
    ])
    .run(async ({ assert }, { lang, html }) => {
      const { router, visitor } = here
      const page = await visitor.get(entrance(router, { lang }))
      assert.equal(page.status, 200)
      assert.include(page.body, `<html ${html}>`)
    })

  test('an address with broken escapes is refused and nothing is looked for', async ({
    assert,
  }) => {
    const { router, visitor } = here
    const page = await visitor.get(entrance(router).replace(router.token, '%E0%A4%A'))
    assert.equal(page.status, 400)
  })

  test('a language named twice is no language', async ({ assert }) => {
    const { router, visitor } = here
    const page = await visitor.get(`${entrance(router)}&lang=bn&lang=en`)
    assert.equal(page.status, 200)
  })
})

test.group('Portal | The pass in the address', (group) => {
  group.setup(openBoth)

  test('a pass of another ISP opens nothing here', async ({ assert }) => {
    const { url } = await here.visitor.get(entrance(here.router, { mac: anyMac() }))
    const elsewhere = url.replace(here.isp.tenant.slug, there.isp.tenant.slug)
    const page = await here.visitor.get(elsewhere)
    assert.equal(page.status, 410)
    assert.include(page.body, 'Please join the Wi-Fi again')
    assert.notInclude(page.body, here.isp.tenant.name)
  })

  test('a pass that was {title} opens nothing')
    .with([
      { title: 'cut', change: (pass: string) => pass.slice(0, -5) },
      {
        title: 'edited',
        change: (pass: string) => pass.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      },
      {
        title: 'edited in the middle',
        change: (pass: string) =>
          pass.slice(0, 40) + (pass[40] === 'x' ? 'y' : 'x') + pass.slice(41),
      },
      { title: 'made up', change: () => 'letmein' },
      { title: 'doubled', change: (pass: string) => pass + pass },
      { title: 'replaced by NUL', change: () => '%00' },
    ])
    .run(async ({ assert }, { change }) => {
      const { router, visitor } = here
      const { url } = await visitor.get(entrance(router))
      const pass = /portal\/([^/?]+)/.exec(url)?.[1] ?? ''
      for (const [method, tail] of [
        ['GET', ''],
        ['GET', '/number'],
        ['POST', '/number'],
        ['POST', '/code'],
        ['POST', '/resend'],
        ['POST', '/buy'],
        ['GET', '/packages'],
        ['GET', '/online'],
        ['GET', '/payments/anything'],
      ] as const) {
        const at = portalPage({ url, status: 0, body: '', location: undefined }, tail).replace(
          pass,
          change(pass)
        )
        const page = await visitor.once(
          method,
          at,
          method === 'POST' ? { mobile: '01712345678' } : undefined
        )
        assert.equal(page.status, 410, `${method} ${tail}`)
        assert.include(page.body, 'Please join the Wi-Fi again')
      }
    })

  test('a pass lasts a day', async ({ assert, cleanup }) => {
    const { isp, router, visitor } = here
    const sealed = PortalPass.forSighting(
      isp.tenant.id,
      { mac: anyMac(), ip: '10.0.0.1', routerId: router.id },
      null,
      null
    ).seal()
    const fresh = await visitor.get(`http://${isp.tenant.slug}.${appUrl.host}/portal/${sealed}`)
    assert.equal(fresh.status, 200)

    mock.timers.enable({ apis: ['Date'], now: Date.now() + 24 * 3600_000 })
    cleanup(() => mock.timers.reset())
    await assert.rejects(() => PortalPass.open(sealed, isp.tenant.id), /expired/)
  })
})

function named({ identity, address, token }: Router) {
  return { identity, address, token }
}
