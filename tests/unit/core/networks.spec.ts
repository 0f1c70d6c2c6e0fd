import { test } from '@japa/runner'
import { Networks, parseNetworks } from '#core/networks'

test.group('Networks', () => {
  test('{network} holds {ip}: {expected}')
    .with([
      { network: '192.0.2.0/24', ip: '192.0.2.255', expected: true },
      { network: '192.0.2.0/24', ip: '192.0.3.0', expected: false },
      { network: '192.0.2.7', ip: '192.0.2.7', expected: true },
      { network: '192.0.2.7', ip: '192.0.2.8', expected: false },
      { network: '192.0.2.7', ip: '::ffff:192.0.2.7', expected: true },
      { network: '::ffff:192.0.2.7', ip: '192.0.2.7', expected: true },
      { network: '0.0.0.0/0', ip: '203.0.113.1', expected: true },
      { network: '0.0.0.0/0', ip: '2001:db8::1', expected: false },
      { network: '2001:db8::/32', ip: '2001:DB8:ffff::1', expected: true },
      { network: '2001:db8::/32', ip: '2001:db9::1', expected: false },
      { network: 'fe80::/10', ip: 'fe80::1%eth0', expected: true },
      { network: '0.0.0.0/0', ip: 'nobody', expected: false },
      { network: '0.0.0.0/0', ip: '', expected: false },
    ])
    .run(({ assert }, { network, ip, expected }) => {
      assert.equal(new Networks([network]).holds(ip), expected)
    })

  test('none hold nobody', ({ assert }) => {
    assert.isFalse(new Networks([]).holds('192.0.2.1'))
  })

  test('are read from what somebody typed: {typed}')
    .with([
      { typed: '', expected: [] },
      { typed: ' 192.0.2.0/24,\n2001:db8::1 ', expected: ['192.0.2.0/24', '2001:db8::1'] },
      { typed: '10.0.0.0/33', expected: null },
      { typed: '::/129', expected: null },
      { typed: '1.2.3.4/8/9', expected: null },
      { typed: '1.2.3.4/', expected: null },
      { typed: '1.2.3', expected: null },
      { typed: 'fe80::1%eth0', expected: null },
      { typed: 'localhost', expected: null },
    ])
    .run(({ assert }, { typed, expected }) => {
      assert.deepEqual(parseNetworks(typed), expected)
    })

  test('are no more than may be', ({ assert }) => {
    assert.isNotNull(parseNetworks('10.0.0.1 10.0.0.2', 2))
    assert.isNull(parseNetworks('10.0.0.1 10.0.0.2 10.0.0.3', 2))
  })
})
