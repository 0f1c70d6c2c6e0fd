import { test } from '@japa/runner'
import { InvalidTunnelKey, InvalidTunnelNetwork } from '#routers/tunnels/tunnel_errors'
import { TunnelNetwork } from '#routers/tunnels/tunnel_network'
import { wireguardKey } from '#routers/tunnels/wireguard_key'

test.group('The network of the tunnels', () => {
  test('{cidr} has its end at {hub}, and {inside} but not {outside}')
    .with([
      { cidr: '10.64.0.0/12', hub: '10.64.0.1', inside: '10.79.255.255', outside: '10.80.0.0' },
      { cidr: '10.0.0.0/8', hub: '10.0.0.1', inside: '10.255.0.9', outside: '11.0.0.1' },
      { cidr: '100.64.8.0/30', hub: '100.64.8.1', inside: '100.64.8.3', outside: '100.64.8.4' },
    ])
    .run(({ assert }, { cidr, hub, inside, outside }) => {
      const network = new TunnelNetwork(cidr)
      assert.equal(network.hub, hub)
      assert.isTrue(network.contains(hub))
      assert.isTrue(network.contains(inside))
      assert.isFalse(network.contains(outside))
    })

  test('no address, {text}, is in it')
    .with(
      ['', '10.64.0', 'router.example', '::ffff:10.64.0.2', '10.64.0.2/32'].map((text) => ({
        text,
      }))
    )
    .run(({ assert }, { text }) => {
      assert.isFalse(new TunnelNetwork('10.64.0.0/12').contains(text))
    })

  test('{cidr} is refused')
    .with(
      [
        '',
        '10.64.0.0',
        '10.64.0.0/7',
        '10.64.0.0/31',
        '10.64.0.1/12',
        '10.64.0.0/12/1',
        '10.64.0.0/1x',
        'fd00::/64',
      ].map((cidr) => ({ cidr }))
    )
    .run(({ assert }, { cidr }) => {
      assert.throws(() => new TunnelNetwork(cidr), InvalidTunnelNetwork)
    })
})

test.group('A WireGuard key', () => {
  test('is taken as routers print it, whatever blanks are around it', ({ assert }) => {
    const key = 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0s='
    assert.equal(wireguardKey(` ${key}\r\n`), key)
  })

  test('is not {what}')
    .with([
      { what: 'nothing', text: '' },
      { what: 'no text', text: undefined },
      { what: 'too short', text: 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0=' },
      { what: 'too long', text: 'EE5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0s=' },
      { what: 'one with two bits too many', text: 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0t=' },
      { what: 'the zeros that stand for none', text: `${'A'.repeat(43)}=` },
      {
        what: 'two lines',
        text: 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0s=\nAllowedIPs = 0.0.0.0/0',
      },
      { what: 'URL-safe base64', text: 'E5PaltKGH374jIW9H5IWuAE-iIUAffhnuWp-0V0ou0s=' },
    ])
    .run(({ assert }, { text }) => {
      assert.throws(() => wireguardKey(text), InvalidTunnelKey)
    })
})
