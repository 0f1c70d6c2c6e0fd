import { test } from '@japa/runner'
import type { Finding } from '#routers/health/findings'
import { asOwner } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { give, verifiedCustomer } from '#tests/support/verified_customer'
import { rowOf, type, watch, watched, type Watched } from '#tests/e2e/health/watched'

/** What somebody may have changed on a router, and what is found of it. */
const changes: { change: string; lines: string[]; found: Finding[] }[] = [
  {
    change: 'FastTrack on',
    lines: [
      '/ip firewall filter add chain=forward action=fasttrack-connection connection-state=established,related',
    ],
    found: ['fasttrack_on'],
  },
  {
    change: 'FastTrack on, but not for the hotspot',
    lines: [
      '/interface list add name=hotspot',
      '/ip firewall filter add chain=forward action=fasttrack-connection connection-state=established,related in-interface-list=!hotspot',
    ],
    found: [],
  },
  {
    change: 'FastTrack on, and disabled',
    lines: ['/ip firewall filter add chain=forward action=fasttrack-connection disabled=yes'],
    found: [],
  },
  {
    change: 'Layer7 in use',
    lines: [
      '/ip firewall layer7-protocol add name=bkash regexp="^.+(bka.sh).*\\$"',
      '/ip firewall filter add chain=forward action=accept layer7-protocol=bkash',
    ],
    found: ['layer7_used'],
  },
  {
    change: 'MAC authentication off',
    lines: ['/ip hotspot profile set [find] login-by=http-pap,cookie'],
    found: ['mac_login_off'],
  },
  {
    change: 'the MAC sent without a password',
    lines: ['/ip hotspot profile set [find] mac-auth-mode=mac-as-username'],
    found: ['mac_mode_wrong'],
  },
  {
    change: 'no login form the portal can use',
    lines: ['/ip hotspot profile set [find] login-by=mac,http-chap'],
    found: ['form_login_off'],
  },
  {
    change: 'the hotspot without RADIUS',
    lines: ['/ip hotspot profile set [find] use-radius=no'],
    found: ['radius_off'],
  },
  {
    change: 'no accounting',
    lines: ['/ip hotspot profile set [find] radius-accounting=no'],
    found: ['accounting_off'],
  },
  {
    change: 'reports every half hour',
    lines: ['/ip hotspot profile set [find] radius-interim-update=30m'],
    found: ['interim_rare'],
  },
  {
    change: 'reports as RADIUS says',
    lines: ['/ip hotspot profile set [find] radius-interim-update=received'],
    found: [],
  },
  {
    change: 'no listener for Disconnects',
    lines: ['/radius incoming set accept=no'],
    found: ['incoming_off'],
  },
  {
    change: 'the listener on RouterOS’s own port',
    lines: ['/radius incoming set port=1700'],
    found: ['incoming_port'],
  },
  { change: 'no RADIUS server', lines: ['/radius remove [find]'], found: ['radius_missing'] },
  { change: 'RADIUS disabled', lines: ['/radius disable [find]'], found: ['radius_missing'] },
  {
    change: 'RADIUS at another address',
    lines: ['/radius set [find] address=127.0.0.77'],
    found: ['radius_missing'],
  },
  {
    change: 'another identity',
    lines: ['/system identity set name="Somebody else"'],
    found: ['identity_differs'],
  },
  { change: 'the hotspot off', lines: ['/ip hotspot disable [find]'], found: ['no_hotspot'] },
  {
    change: 'no walled garden',
    lines: [
      '/ip hotspot walled-garden remove [find]',
      '/ip hotspot walled-garden ip remove [find]',
    ],
    found: ['garden_missing'],
  },
  {
    change: 'another RADIUS secret',
    lines: ['/radius set [find] secret="not the secret"'],
    found: ['secret_suspected'],
  },
]

test.group('Health | What a visit finds', () => {
  test('a router as its script leaves it: nothing', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    const health = await watch(here, true)
    assert.deepEqual(health.findings, [])
    assert.equal(health.knock, 'answered')
    assert.containSubset(health.reading, {
      identity: here.router.identity,
      version: '7.20.4 (stable)',
      sessions: 0,
      deviceModeHotspot: true,
    })
    assert.isAtLeast(health.reading?.cpuPercent ?? -1, 0)
    assert.isAbove(health.reading?.memoryPercent ?? -1, 0)

    const row = await rowOf(here)
    assert.deepEqual(row.health, health)
    assert.equal(row.apiState, 'reachable')
  })

  test('{change}')
    .with(changes)
    .run(async ({ assert, cleanup }, { lines, found }) => {
      const here = await watched(cleanup)
      await type(here, ...lines)
      assert.deepEqual((await watch(here)).findings, found)
    })

  test('a board that may not run a hotspot', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    await type(here, '/system device-mode update hotspot=no')
    here.virtual.powerCycle()
    const { findings } = await eventually('it is back', async () => {
      const health = await watch(here)
      return health.reachable ? health : null
    })
    assert.include(findings, 'hotspot_forbidden')
  })

  test('a clock that runs ahead', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    await here.virtual.clock.advance(300)
    const health = await watch(here)
    assert.deepEqual(health.findings, ['clock_off'])
    assert.approximately(health.reading?.clockOffsetSeconds ?? 0, 300, 2)
  })
})

test.group('Health | A router that cannot be asked', () => {
  test('it is gone: unreachable, and what it last said is kept', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    const before = await watch(here)
    await here.virtual.stop()
    const health = await watch(here)
    assert.deepEqual(health.findings, ['unreachable'])
    assert.isFalse(health.reachable)
    assert.deepEqual(health.reading, before.reading)
    assert.equal(health.readAt, before.checkedAt)
    assert.equal(health.since, health.checkedAt)
    assert.equal((await watch(here)).since, health.since)
    assert.equal((await rowOf(here)).apiState, 'unreachable')
  })

  test('it refuses our password', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    await type(here, '/user set [find name=portico] password="changed by somebody"')
    assert.deepEqual((await watch(here)).findings, ['login_refused'])
    assert.equal((await rowOf(here)).apiState, 'refused')
  })

  test('it hangs up in the middle', async ({ assert, cleanup }) => {
    const here = await watched(cleanup)
    here.virtual.faults.closeMidReply = true
    assert.deepEqual((await watch(here)).findings, ['unreachable'])
    here.virtual.faults.closeMidReply = false
    assert.deepEqual((await watch(here)).findings, [])
  })
})

test.group('Health | RADIUS between the router and us', () => {
  test('an accepted sign-in and its accounting are seen', async ({ assert, cleanup }) => {
    const here = await online(cleanup)
    const health = await watch(here)
    assert.deepEqual(health.findings, [])
    assert.equal(health.reading?.sessions, 1)
    assert.equal(health.ours.openSessions, 1)
    assert.equal(health.ours.accepts, 1)
    assert.isNotNull(health.ours.lastAuthAt)
    assert.isNotNull(health.ours.lastAcctAt)
    assert.equal((await watch(here)).ours.accepts, 0, 'counted since the visit before')
  })

  test('a secret it does not show is suspected once its requests are not understood', async ({
    assert,
    cleanup,
  }) => {
    const here = await watched(cleanup)
    await watch(here)
    /** Shown as a router shows what our user may not see. */
    await type(here, '/radius set [find] secret="**********"')
    assert.deepEqual((await watch(here)).findings, [], 'nobody has tried yet')

    const phone = await here.virtual.addPhone()
    await phone.join()
    const health = await eventually('the router gave up on RADIUS', async () => {
      const seen = await watch(here)
      return seen.findings.length > 0 ? seen : null
    })
    assert.deepEqual(health.findings, ['secret_suspected'])
    assert.deepEqual((await watch(here)).findings, ['secret_suspected'], 'until RADIUS works')
  })

  test('requests that get no answer while the secret is right: RADIUS is silent', async ({
    assert,
    cleanup,
  }) => {
    const here = await watched(cleanup)
    await watch(here)
    /** Its packets come from an address that is not registered, as behind a new NAT. */
    await asOwner('delete from platform.radius_clients where tenant_id = $1 and router_id = $2', [
      here.isp.tenant.id,
      here.router.id,
    ])
    const phone = await here.virtual.addPhone()
    await phone.join()
    const health = await eventually('the router gave up on RADIUS', async () => {
      const seen = await watch(here)
      return seen.findings.includes('radius_silent') ? seen : null
    })
    assert.equal(health.knock, 'answered')
    assert.deepEqual(health.findings, ['radius_silent'])
  })
})

async function online(cleanup: Parameters<typeof watched>[0]): Promise<Watched> {
  const here = await watched(cleanup)
  const phone = await here.virtual.addPhone()
  await phone.join()
  const customer = await verifiedCustomer(here.isp, here, phone)
  await give(here.isp, customer, 'Day Pass')
  await eventually('online', () => phone.online)
  await here.virtual.settled()
  return here
}
