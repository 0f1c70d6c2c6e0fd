import { test } from '@japa/runner'
import fc from 'fast-check'
import { InvalidNetwork } from '#core/http/outbound_errors'
import { OutboundGuard } from '#core/http/outbound_guard'

const strict = new OutboundGuard()

const inner = [
  '0.0.0.0',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.0.9',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.168.88.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.250',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.0.0.1',
  '::ffff:7f00:1',
  '::10.0.0.1',
  '64:ff9b::a00:1',
  '2001:db8::1',
  '2002:a00:1::',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  'ff02::1',
]
const outer = [
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '103.120.4.10',
  '126.255.255.255',
  '128.0.0.1',
  '169.253.255.255',
  '172.15.255.255',
  '172.32.0.0',
  '192.167.255.255',
  '192.169.0.0',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2a00:1450::1',
  '::ffff:8.8.8.8',
]

test.group('The outbound guard', () => {
  test('{address} is not reached')
    .with(inner.map((address) => ({ address })))
    .run(({ assert }, { address }) => {
      assert.isFalse(strict.permits(address))
    })

  test('{address} is reached')
    .with(outer.map((address) => ({ address })))
    .run(({ assert }, { address }) => {
      assert.isTrue(strict.permits(address))
    })

  test('{text} is no address')
    .with(
      [
        '',
        'localhost',
        'router.example',
        '0x7f000001',
        '2130706433',
        '127.1',
        '0177.0.0.1',
        '1.1.1.1:80',
        '[::1]',
        '1.1.1.1/32',
        ' 1.1.1.1',
      ].map((text) => ({ text }))
    )
    .run(({ assert }, { text }) => {
      assert.isFalse(strict.permits(text))
    })

  test('an allowed network is reached, its neighbours are not', ({ assert }) => {
    const guard = OutboundGuard.fromList('127.0.0.0/8, 10.20.0.0/16,fd00:7::/32')
    for (const address of ['127.77.0.2', '10.20.0.1', '10.20.255.255', 'fd00:7::1']) {
      assert.isTrue(guard.permits(address), address)
    }
    for (const address of ['10.19.255.255', '10.21.0.0', '169.254.169.254', 'fd00:8::1', '::1']) {
      assert.isFalse(guard.permits(address), address)
    }
  })

  test('every private IPv4 address is refused in each way IPv6 writes it', ({ assert }) => {
    const octet = fc.nat({ max: 255 })
    fc.assert(
      fc.property(octet, octet, octet, (b, c, d) => {
        const address = `10.${b}.${c}.${d}`
        assert.isFalse(strict.permits(address))
        assert.isFalse(strict.permits(`::ffff:${address}`))
        assert.isFalse(strict.permits(`::${address}`))
        assert.isFalse(strict.permits(`64:ff9b::${address}`))
      })
    )
  })

  test('a configuration of {list} does not start')
    .with(
      [
        '10.0.0.0',
        '10.0.0.0/33',
        '10.0.0.0/8/8',
        'internal/8',
        '::/129',
        '10.0.0.0/',
        '10.0.0.0/-1',
      ].map((list) => ({ list }))
    )
    .run(({ assert }, { list }) => {
      assert.throws(() => OutboundGuard.fromList(list), InvalidNetwork)
    })

  test('no configuration allows nothing more', ({ assert }) => {
    assert.isFalse(OutboundGuard.fromList(undefined).permits('127.0.0.1'))
    assert.isFalse(OutboundGuard.fromList('').permits('127.0.0.1'))
  })
})
