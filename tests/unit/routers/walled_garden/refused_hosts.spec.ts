import { test } from '@japa/runner'
import { refusedHosts } from '#routers/walled_garden/refused_hosts'

const UNPAID = { 'address': '10.5.50.7', 'mac-address': '02:00:00:00:00:01', 'authorized': 'false' }
const PAID = { 'address': '10.5.50.8', 'mac-address': '02:00:00:00:00:02', 'authorized': 'true' }

function redirected(source: string, target: string, port = '443') {
  return {
    'protocol': 'tcp',
    'src-address': source,
    'dst-address': target,
    'dst-port': port,
    'reply-src-address': '10.5.50.1',
    'reply-src-port': '64875',
    'dstnat': 'true',
  }
}

const passed = (source: string, target: string) => ({
  ...redirected(source, target),
  'reply-src-address': target,
  'reply-src-port': '443',
  'dstnat': 'false',
})

test.group('Hosts that unpaid devices were refused', () => {
  test('are those whose connections the hotspot took to itself, by the name asked for', ({
    assert,
  }) => {
    const found = refusedHosts({
      hosts: [UNPAID, PAID],
      connections: [
        redirected('10.5.50.7', '203.0.113.5'),
        redirected('10.5.50.7', '203.0.113.6', '8443'),
        passed('10.5.50.7', '203.0.113.9'),
        redirected('10.5.50.8', '203.0.113.5'),
      ],
      names: [
        { name: 'acs.bank.example', type: 'CNAME', data: 'edge.cdn.example.' },
        { name: 'edge.cdn.example', type: 'A', data: '203.0.113.5' },
        { name: 'open.example', type: 'A', data: '203.0.113.9' },
      ],
    })
    assert.deepEqual(found, [
      { host: '203.0.113.6', port: 8443, devices: 1 },
      { host: 'acs.bank.example', port: 443, devices: 1 },
    ])
  })

  test('many devices before few; plain HTTP and the phones’ own probes are left out', ({
    assert,
  }) => {
    const other = { ...UNPAID, address: '10.5.50.9' }
    const found = refusedHosts({
      hosts: [UNPAID, other],
      connections: [
        redirected('10.5.50.7', '198.51.100.1'),
        redirected('10.5.50.7', '198.51.100.1'),
        redirected('10.5.50.7', '198.51.100.2'),
        redirected('10.5.50.9', '198.51.100.2'),
        redirected('10.5.50.9', '198.51.100.3', '80'),
        redirected('10.5.50.9', '198.51.100.4'),
      ],
      names: [{ name: 'captive.apple.com', type: 'A', data: '198.51.100.4' }],
    })
    assert.deepEqual(
      found.map(({ host, devices }) => [host, devices]),
      [
        ['198.51.100.2', 2],
        ['198.51.100.1', 1],
      ]
    )
  })

  test('RouterOS 6 writes address and port as one', ({ assert }) => {
    assert.deepEqual(
      refusedHosts({
        hosts: [UNPAID],
        connections: [
          {
            'src-address': '10.5.50.7:51234',
            'dst-address': '203.0.113.5:30000',
            'reply-src-address': '10.5.50.1:64875',
          },
        ],
        names: [{ name: 'payment.example', address: '203.0.113.5' }],
      }),
      [{ host: 'payment.example', port: 30000, devices: 1 }]
    )
  })

  test('a chain of names that turns in a circle ends', ({ assert }) => {
    const found = refusedHosts({
      hosts: [UNPAID],
      connections: [redirected('10.5.50.7', '203.0.113.5')],
      names: [
        { name: 'a.example', type: 'CNAME', data: 'b.example' },
        { name: 'b.example', type: 'CNAME', data: 'a.example' },
        { name: 'a.example', type: 'A', data: '203.0.113.5' },
      ],
    })
    assert.lengthOf(found, 1)
  })
})
