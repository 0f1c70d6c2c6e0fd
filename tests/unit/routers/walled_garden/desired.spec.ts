import { test } from '@japa/runner'
import { desiredWalledGarden, type GardenWish } from '#routers/walled_garden/desired_walled_garden'
import type { GardenMenu } from '#routers/walled_garden/walled_garden_row'
import { listed } from './listed_gateway.js'

const SEVEN = { major: 7, resolver: '9.9.9.9' }
const SIX = { major: 6, resolver: '9.9.9.9' }
const BKASH: GardenWish = {
  gateways: [listed('bkash', 'sandbox')],
  hosts: [{ host: 'green.portal.example', ports: [443] }],
  layer7: false,
}

function of(menu: GardenMenu, wish: GardenWish, kind = SEVEN) {
  return desiredWalledGarden(wish, kind)
    .filter((row) => row.menu === menu)
    .map(({ properties }) => properties)
}

test.group('The walled garden that is wanted', () => {
  test('names fill a list of their ports, which is accepted before the hotspot redirects', ({
    assert,
  }) => {
    const list = 'hotspot_walled_garden_443'
    assert.deepEqual(of('/ip/firewall/address-list', BKASH), [
      { list, address: 'green.portal.example' },
      { list, address: 'sandbox.payment.bkash.com' },
      { list, address: 'code.jquery.com' },
    ])
    assert.deepEqual(of('/ip/hotspot/walled-garden/ip', BKASH), [
      { 'action': 'accept', 'protocol': 'tcp', 'dst-port': '443', 'dst-address-list': list },
    ])
  })

  test('RouterOS 7 follows a wildcard by its DNS, RouterOS 6 by the names known below it', ({
    assert,
  }) => {
    assert.deepEqual(of('/ip/dns/static', BKASH), [
      {
        'name': 'bka.sh',
        'type': 'FWD',
        'match-subdomain': 'yes',
        'forward-to': '9.9.9.9',
        'address-list': 'hotspot_walled_garden_443',
      },
    ])
    const live: GardenWish = { ...BKASH, gateways: [listed('bkash')] }
    assert.deepEqual(of('/ip/dns/static', live, SIX), [])
    assert.includeMembers(
      of('/ip/firewall/address-list', live, SIX).map(({ address }) => address),
      ['client.pay.bka.sh', 'checkoutbg.pay.bka.sh']
    )
    assert.includeMembers(
      of('/ip/hotspot/walled-garden', live, SIX).map((row) => row['dst-host']),
      ['*.bka.sh']
    )
  })

  test('what shares its addresses with half the web is never let through by address', ({
    assert,
  }) => {
    const wish: GardenWish = {
      ...BKASH,
      gateways: [listed('razorpay')],
    }
    const addresses = of('/ip/firewall/address-list', wish).map(({ address }) => address)
    assert.include(addresses, 'api.razorpay.com')
    assert.notInclude(addresses, 'fonts.gstatic.com')
    assert.include(
      of('/ip/hotspot/walled-garden', wish).map((row) => row['dst-host']),
      'fonts.gstatic.com'
    )
  })

  test('a host that several want stands once, with the ports of all', ({ assert }) => {
    const wish: GardenWish = {
      gateways: ['bkash', 'shurjopay', 'sslcommerz', 'nagad'].map((name) => listed(name)),
      hosts: [{ host: '*.bka.sh', ports: [8443] }],
      layer7: true,
    }
    const rows = desiredWalledGarden(wish, SEVEN).map((row) => JSON.stringify(row))
    assert.lengthOf(rows, new Set(rows).size)
    assert.lengthOf(of('/ip/dns/static', wish), 1)
    assert.equal(of('/ip/dns/static', wish)[0]?.['address-list'], 'hotspot_walled_garden_443_8443')
  })

  test('the description’s way is there only for whoever asks, and as it is described', ({
    assert,
  }) => {
    assert.deepEqual(of('/ip/firewall/layer7-protocol', BKASH), [])
    const asked = { ...BKASH, layer7: true }
    assert.deepEqual(of('/ip/firewall/layer7-protocol', asked), [
      { name: 'bkash_checkout', regexp: '^.+(bka.sh).*$' },
      { name: 'bkash_tokenized', regexp: '^.+(bkash.com).*$' },
    ])
    assert.deepEqual(of('/ip/firewall/filter', asked)[1], {
      'chain': 'forward',
      'action': 'add-dst-to-address-list',
      'address-list': 'payment_gateways',
      'address-list-timeout': 'none-static',
      'layer7-protocol': 'bkash_tokenized',
    })
    assert.deepEqual(of('/ip/hotspot/walled-garden/ip', asked).at(-1), {
      'action': 'accept',
      'dst-address-list': 'payment_gateways',
    })
    assert.deepEqual(
      of('/ip/hotspot/walled-garden/ip', { gateways: [], hosts: [], layer7: true }),
      []
    )
  })
})
