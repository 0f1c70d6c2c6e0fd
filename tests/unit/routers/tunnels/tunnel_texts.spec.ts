import { test } from '@japa/runner'
import { joiningScript } from '#routers/provisioning/joining_script'
import type { ScriptSection } from '#routers/provisioning/script_section'
import { parseHandshakes } from '#routers/tunnels/handshakes'
import { dialInText, gatewayText } from '#routers/tunnels/dial_in_text'
import { TUNNEL_REMOVAL, tunnelSection, type TunnelFacts } from '#routers/tunnels/tunnel_section'
import { unknownTo } from '#tests/unit/routers/provisioning/reader/reference_check'
import { ScriptReader } from '#tests/unit/routers/provisioning/reader/script_reader'
import { someFacts } from '#tests/unit/routers/provisioning/script_facts'

const KEY = 'E5PaltKGH374jIW9H5IWuAE+iIUAffhnuWp+0V0ou0s='

function facts(changes: Partial<TunnelFacts> = {}): TunnelFacts {
  return {
    major: 7,
    address: '10.64.3.7',
    hub: '10.64.0.1',
    server: { endpointHost: '103.120.4.11', endpointPort: 51820, publicKey: KEY },
    apiPort: 8729,
    keyUrl: 'https://green.portico.example/join/a-token/tunnel',
    renewKey: false,
    through: [],
    ...changes,
  }
}

function faultsOf(script: string, major: 6 | 7): string[] {
  return ScriptReader.read(script).flatMap((command) =>
    unknownTo(command, major).map((fault) => `${command.words.join(' ')}: ${fault}`)
  )
}

/** Rules in the order they stand in afterwards: each line puts its own before what is first. */
function rulesOf({ lines }: Pick<ScriptSection, 'lines'>): string[] {
  return lines
    .flatMap((line) => /do=\{ \/ip firewall filter add (.*?) comment=/.exec(line)?.[1] ?? [])
    .toReversed()
}

const DIAL_IN = {
  address: '10.64.3.8',
  gatewayAddress: '10.64.3.7',
  hub: '10.64.0.1',
  apiPort: 8728,
}

test.group('The tunnel’s part of the joining script', () => {
  test('is in MikroTik’s reference, {what}')
    .with([
      { what: 'for 7', changes: {} },
      { what: 'for 7, with a new key', changes: { renewKey: true } },
      { what: 'for 7, with another router behind', changes: { through: ['10.64.3.8'] } },
      { what: 'for 6', changes: { major: 6 as const } },
    ])
    .run(({ assert }, { changes }) => {
      const of = facts(changes)
      const script = joiningScript(someFacts({ major: of.major }), { extra: [tunnelSection(of)] })
      assert.deepEqual(faultsOf(script, of.major), [])
      assert.include(script, '# Tunnel')
    })

  test('sends the public half of the key alone, and insists on our certificate', ({ assert }) => {
    const text = tunnelSection(facts()).lines.join('\n')
    assert.notInclude(text, 'private-key')
    assert.match(text, /\/tool fetch url="[^"]*\/join\/a-token\/tunnel" check-certificate=yes/)
    assert.include(text, 'public-key] output=none')
  })

  test('makes a key only where there is none, and anew after one was revoked', ({ assert }) => {
    const remove = '/interface wireguard remove [/interface wireguard find name="portico-wg"]'
    assert.notInclude(tunnelSection(facts()).lines.join('\n'), remove)
    assert.equal(tunnelSection(facts({ renewKey: true })).lines[0], remove)
  })

  test('lets us in before every drop, and nobody else at all', ({ assert }) => {
    const from = 'chain=input in-interface="portico-wg" src-address=10.64.0.1'
    assert.deepEqual(rulesOf(tunnelSection(facts())), [
      `${from} connection-state=established,related,untracked action=accept`,
      `${from} protocol=tcp dst-port=8729 action=accept`,
      `${from} protocol=udp dst-port=3799 action=accept`,
      `${from} protocol=icmp action=accept`,
      'chain=input in-interface="portico-wg" action=drop',
      'chain=forward in-interface="portico-wg" action=drop',
    ])
  })

  test('lets pass who comes through it, before nothing else passes', ({ assert }) => {
    const forward = rulesOf(tunnelSection(facts({ through: ['10.64.3.8'] }))).slice(5)
    assert.deepEqual(forward, [
      'chain=forward in-interface="portico-wg" src-address=10.64.0.1 dst-address=10.64.3.8 action=accept',
      'chain=forward out-interface="portico-wg" src-address=10.64.3.8 dst-address=10.64.0.1 action=accept',
      'chain=forward in-interface="portico-wg" action=drop',
    ])
  })

  test('on 6 fails with its reason, and touches nothing', ({ assert }) => {
    const { lines } = tunnelSection(facts({ major: 6 }))
    assert.notMatch(lines.join('\n'), /wireguard (add|set|remove)|\/ip /)
    assert.match(lines.join('\n'), /tunnel=failed:version[\s\S]*:error/)
  })

  test('is taken away by lines that both read')
    .with([{ major: 6 as const }, { major: 7 as const }])
    .run(({ assert }, { major }) => {
      assert.deepEqual(faultsOf(TUNNEL_REMOVAL.join('\n'), major), [])
      const named = ['filter', 'route', 'address', 'wireguard']
      for (const what of named) assert.include(TUNNEL_REMOVAL.join('\n'), `${what} remove`)
    })
})

test.group('The text for RouterOS 6', () => {
  test('of {kind} is in MikroTik’s reference')
    .with([{ kind: 'l2tp' as const }, { kind: 'sstp' as const }])
    .run(({ assert }, { kind }) => {
      const text = dialInText({ ...DIAL_IN, kind }).replace('GATEWAY-ADDRESS', '103.120.4.12')
      assert.deepEqual(faultsOf(text, 6), [])
      const servers = /^\/interface (l2tp|sstp)-server.*\n/
      assert.deepEqual(
        faultsOf(
          gatewayText({ ...DIAL_IN, kind })
            .replace(servers, '')
            .replaceAll(' ipsec-policy=in,ipsec', ''),
          7
        ),
        []
      )
    })

  test('gives the router its own tunnel address, and both texts the same login')
    .with([{ kind: 'l2tp' as const }, { kind: 'sstp' as const }])
    .run(({ assert }, { kind }) => {
      const [router, gateway] = [
        dialInText({ ...DIAL_IN, kind }),
        gatewayText({ ...DIAL_IN, kind }),
      ]
      assert.include(router, 'user="portico-10.64.3.8" password="PPP-PASSWORD"')
      assert.include(gateway, 'name="portico-10.64.3.8" password="PPP-PASSWORD"')
      assert.include(gateway, 'local-address=10.64.3.7 remote-address=10.64.3.8')
      assert.include(router, `/ip route add dst-address=10.64.0.1/32 gateway="portico-${kind}"`)
    })
})

test.group('What the server tells of its peers', () => {
  test('is read line by line, and nothing else is', ({ assert }) => {
    const report = [
      `${KEY} 203.0.113.2:40112 1795359968`,
      `${KEY.replace('E5', 'F5')} (none) 0`,
      'a private key perhaps',
      `${KEY} 203.0.113.2:40112`,
      '',
    ].join('\n')
    assert.deepEqual(parseHandshakes(report), [
      { key: KEY, from: '203.0.113.2:40112', at: 1795359968 },
    ])
  })
})
