import { createHash } from 'node:crypto'
import { test } from '@japa/runner'
import { gardenGateway } from '#hotspot/walled_garden/garden_wish'
import { HOSTS_VERSION, paymentGatewayDrivers } from '#payments/gateways/registry'
import { captiveProbes, opensProbe } from '#routers/walled_garden/captive_probes'
import { desiredWalledGarden } from '#routers/walled_garden/desired_walled_garden'
import { listed } from './listed_gateway.js'

const ENVIRONMENTS = ['live', 'sandbox'] as const
const every = paymentGatewayDrivers.flatMap(({ name: gateway, hosts }) =>
  ENVIRONMENTS.flatMap((environment) =>
    hosts[environment].map((host) => ({ gateway, environment, ...host }))
  )
)

test.group('Hosts of the gateways', () => {
  test('every gateway that the description names is listed', ({ assert }) => {
    assert.sameMembers(
      paymentGatewayDrivers.map(({ name }) => name),
      [
        'bkash',
        'bkash_agreement',
        'nagad',
        'shurjopay',
        'sslcommerz',
        'razorpay',
        'stripe',
        'mpesa',
      ]
    )
  })

  test('each is a name that a router can take, with ports', ({ assert }) => {
    assert.isAbove(every.length, 60)
    for (const { host, ports } of every) {
      assert.match(host, /^(\*\.)?([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z]{2,}$/)
      assert.isNotEmpty(ports)
      for (const port of ports) assert.isTrue(Number.isInteger(port) && port > 0 && port < 65_536)
    }
  })

  test('a list that changes raises the version, so that operators are offered a push', ({
    assert,
  }) => {
    const digest = createHash('sha256').update(JSON.stringify(every)).digest('hex').slice(0, 12)
    assert.deepEqual([HOSTS_VERSION, digest], ['2026-11-22.2', 'bd3ef34730bb'])
  })

  test('none lets a phone believe that there is internet', ({ assert }) => {
    assert.deepEqual(
      every.filter(({ host }) => opensProbe(host)),
      []
    )
  })

  test('{host} would let a probe through: {opens}')
    .with([
      ...captiveProbes.map((host) => ({ host, opens: true })),
      { host: '*.apple.com', opens: true },
      { host: '*.gstatic.com', opens: true },
      { host: '*.msftconnecttest.com', opens: true },
      { host: 'fonts.gstatic.com', opens: false },
      { host: '*.bka.sh', opens: false },
      { host: 'apple.com', opens: false },
    ])
    .run(({ assert }, { host, opens }) => {
      assert.equal(opensProbe(host), opens)
    })

  test('whatever a driver says its customers need is wished for', ({ assert }) => {
    for (const { name, hosts } of paymentGatewayDrivers) {
      for (const environment of ENVIRONMENTS) {
        const wished = gardenGateway(name, environment).hosts
        for (const host of hosts[environment]) assert.deepInclude(wished, host, name)
      }
    }
  })

  test('Nagad is opened on 30000, where its page is', ({ assert }) => {
    assert.deepInclude(listed('nagad').hosts, {
      host: 'payment.mynagad.com',
      ports: [443, 30000],
    })
    const rows = desiredWalledGarden(
      { gateways: [listed('nagad')], hosts: [], layer7: false },
      { major: 7, resolver: '1.1.1.1' }
    )
    assert.deepInclude(
      rows.map(({ properties }) => properties['dst-port']),
      '30000'
    )
  })

  test('aggregators bring the hosts of the methods behind them', ({ assert }) => {
    for (const gateway of ['shurjopay', 'sslcommerz']) {
      const hosts = listed(gateway).hosts.map(({ host }) => host)
      assert.includeMembers(hosts, ['payment.bkash.com', 'payment.mynagad.com', 'mpi.itcbd.com'])
    }
  })

  test('M-Pesa and a gateway nobody knows need nothing', ({ assert }) => {
    for (const environment of ENVIRONMENTS) {
      for (const { hosts, layer7 } of [
        listed('mpesa', environment),
        gardenGateway('unheard-of', environment),
      ]) {
        assert.deepEqual([hosts, layer7], [[], []])
      }
    }
  })
})

test.group('Layer7 patterns', () => {
  test('{gateway} has the names and expressions of the description')
    .with([
      {
        gateway: 'bkash',
        lines: ['bkash_checkout ^.+(bka.sh).*$', 'bkash_tokenized ^.+(bkash.com).*$'],
      },
      { gateway: 'nagad', lines: ['nagad ^.+(mynagad.com).*$'] },
      { gateway: 'shurjopay', lines: ['shurjopay ^.+(shurjopayment.com).*$'] },
      { gateway: 'sslcommerz', lines: ['sslcommerz ^.+(sslcommerz.com).*$'] },
      { gateway: 'razorpay', lines: ['razorpay ^.+(razorpay.com).*$'] },
      { gateway: 'stripe', lines: ['stripe ^.+(stripe.com).*$'] },
      { gateway: 'mpesa', lines: [] },
    ])
    .run(({ assert }, { gateway, lines }) => {
      assert.deepEqual(
        listed(gateway).layer7.map(({ name, regexp }) => `${name} ${regexp}`),
        lines
      )
    })
})
