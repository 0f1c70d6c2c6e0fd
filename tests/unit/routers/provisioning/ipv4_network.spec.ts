import { test } from '@japa/runner'
import fc from 'fast-check'
import { Ipv4Network } from '#routers/provisioning/ipv4_network'

function network(text: string): Ipv4Network {
  const read = Ipv4Network.read(text)
  if (typeof read === 'string') throw new Error(`${text}: ${read}`)
  return read
}

test.group('A hotspot’s network', () => {
  test('{text}: prefix {prefix}, pool {pool}')
    .with([
      {
        text: '192.168.88.1/24',
        prefix: '192.168.88.0/24',
        pool: '192.168.88.2-192.168.88.254',
      },
      { text: '10.5.50.1/23', prefix: '10.5.50.0/23', pool: '10.5.50.2-10.5.51.254' },
      {
        text: '172.31.255.254/29',
        prefix: '172.31.255.248/29',
        pool: '172.31.255.249-172.31.255.253',
      },
      {
        text: ' 10.0.1.7/24 ',
        prefix: '10.0.1.0/24',
        pool: '10.0.1.1-10.0.1.6,10.0.1.8-10.0.1.254',
      },
    ])
    .run(({ assert }, { text, prefix, pool }) => {
      assert.equal(network(text).prefix, prefix)
      assert.equal(network(text).pool, pool)
    })

  test('{text} is none: {fault}')
    .with([
      { text: '', fault: 'form' },
      { text: '10.0.0.1', fault: 'form' },
      { text: '10.0.0.1/24/8', fault: 'form' },
      { text: '10.0.0.1/x', fault: 'form' },
      { text: '2001:db8::1/64', fault: 'form' },
      { text: '10.0.0.256/24', fault: 'form' },
      { text: '10.0.0.1/15', fault: 'size' },
      { text: '10.0.0.1/30', fault: 'size' },
      { text: '8.8.8.8/24', fault: 'private' },
      { text: '172.32.0.1/24', fault: 'private' },
      { text: '100.64.0.1/24', fault: 'private' },
      { text: '10.0.0.0/24', fault: 'edge' },
      { text: '10.0.0.255/24', fault: 'edge' },
    ])
    .run(({ assert }, { text, fault }) => {
      assert.equal(Ipv4Network.read(text), fault)
    })

  test('every address of it is in it, the pool never holds the router’s own', ({ assert }) => {
    const octet = fc.integer({ min: 0, max: 255 })
    const part = fc.tuple(octet, octet, octet, fc.integer({ min: 16, max: 29 }))
    fc.assert(
      fc.property(part, ([second, third, fourth, bits]) => {
        const read = Ipv4Network.read(`10.${second}.${third}.${fourth}/${bits}`)
        if (typeof read === 'string') return assert.equal(read, 'edge')
        const ends = read.pool.split(/[,-]/)
        assert.isTrue(ends.every((end) => read.contains(end)))
        assert.notInclude(ends, read.gateway)
        assert.isFalse(read.contains('11.0.0.1'))
      })
    )
  })
})
