import { test } from '@japa/runner'
import { FINDINGS, isFinding, type Finding } from '#routers/health/findings'
import { remedyFor } from '#routers/health/remedies'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import { rowOf, type, watch, watched } from '#tests/e2e/health/watched'

/** Finding by finding: how it comes about, where typing mends it. */
const mended: { finding: Finding; broken: string }[] = [
  { finding: 'no_hotspot', broken: '/ip hotspot disable [find]' },
  { finding: 'radius_missing', broken: '/radius remove [find]' },
  { finding: 'radius_off', broken: '/ip hotspot profile set [find] use-radius=no' },
  { finding: 'secret_suspected', broken: '/radius set [find] secret="not the secret"' },
  { finding: 'mac_login_off', broken: '/ip hotspot profile set [find] login-by=http-pap' },
  {
    finding: 'mac_mode_wrong',
    broken: '/ip hotspot profile set [find] mac-auth-mode=mac-as-username',
  },
  { finding: 'identity_differs', broken: '/system identity set name=other' },
  {
    finding: 'fasttrack_on',
    broken: '/ip firewall filter add chain=forward action=fasttrack-connection',
  },
  { finding: 'accounting_off', broken: '/ip hotspot profile set [find] radius-accounting=no' },
  { finding: 'interim_rare', broken: '/ip hotspot profile set [find] radius-interim-update=1h' },
  { finding: 'incoming_off', broken: '/radius incoming set accept=no' },
  { finding: 'incoming_port', broken: '/radius incoming set port=1700' },
  { finding: 'form_login_off', broken: '/ip hotspot profile set [find] login-by=mac,http-chap' },
]

/** Lines that only look, or that need hands at the router, or its packages. */
const LOOKS = /^\/(?:ping|log|tool) | print(?: |$)|device-mode update|package update/

test.group('Health | What we say to type', () => {
  test('{finding}: typed as it stands, it mends the router')
    .with(mended)
    .run(async ({ assert, cleanup }, { finding, broken }) => {
      const here = await watched(cleanup)
      await type(here, broken)
      const before = await watch(here)
      assert.include(before.findings, finding)

      const row = await rowOf(here)
      const facts = {
        ...row.facts,
        radius: radiusFacts(row, here.isp.tenant.id),
        health: row.health,
      }
      await type(here, ...remedyFor(finding, facts).filter((line) => !LOOKS.test(line)))
      assert.deepEqual((await watch(here)).findings, [])
    })

  test('every finding says something to type, and never a secret that may not be seen', ({
    assert,
  }) => {
    const radius = { host: '127.0.0.1', authPort: 1812, acctPort: 1813, secret: null }
    const facts = { identity: 'A', apiUser: 'portico', apiPort: 8728, radius, health: null }
    for (const finding of Object.keys(FINDINGS).filter(isFinding)) {
      const lines = remedyFor(finding, facts)
      assert.isAbove(lines.length, 0, finding)
      assert.notMatch(lines.join('\n'), /secret=/, finding)
    }
  })
})
