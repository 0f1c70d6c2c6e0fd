import { test } from '@japa/runner'
import fc from 'fast-check'
import { emptyGrant } from '../../simulator/hotspot/grant.js'
import { Host } from '../../simulator/hotspot/host.js'
import { Session } from '../../simulator/hotspot/session.js'

test.group('Simulator | a session', () => {
  test('traffic never passes a limit, in whatever portions it comes', ({ assert }) => {
    const amount = fc.bigInt({ min: 0n, max: 1n << 34n })
    const portions = fc.array(fc.record({ up: amount, down: amount }), { maxLength: 20 })
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 1n << 36n }), portions, (totalLimit, wanted) => {
        const host = new Host('*1', 'AA:BB:CC:00:00:01', '10.5.50.10', 'hotspot1', 0)
        const start = { number: 1, host, user: 'u', method: 'mac' as const, radius: true, now: 0 }
        const session = new Session(start, { ...emptyGrant(), totalLimit })
        let passed = 0n
        let asked = 0n
        for (const portion of wanted) {
          const { up, down } = session.spend(portion, 1)
          assert.isTrue(up >= 0n && up <= portion.up && down >= 0n && down <= portion.down)
          passed += up + down
          asked += portion.up + portion.down
        }
        assert.equal(passed, asked < totalLimit ? asked : totalLimit)
        assert.equal(session.limitReached, passed === totalLimit)
      })
    )
  })
})
