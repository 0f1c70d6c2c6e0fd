import { createServer, type Server } from 'node:http'
import { connect, createServer as createTcpServer } from 'node:net'
import { once } from 'node:events'
import { test } from '@japa/runner'
import { inRange, matchesPattern } from '../../simulator/hotspot/walled_garden.js'
import { accept, bench, type Bench } from './bench_router.js'

const portOf = (server: { address(): unknown }) => {
  const bound = server.address()
  if (typeof bound === 'object' && bound !== null && 'port' in bound) return Number(bound.port)
  throw new Error('not listening')
}

test.group('Simulator | walled garden', (group) => {
  let all: Bench
  let site: Server
  let peers: (string | undefined)[]
  group.each.setup(async () => {
    all = await bench()
    peers = []
    site = createServer((incoming, response) => {
      peers.push(incoming.socket.remoteAddress)
      response.end(`site ${incoming.headers.host} ${incoming.url}`)
    })
    site.listen(0, '127.0.0.1')
    await once(site, 'listening')
    return async () => {
      await all.stop()
      site.closeAllConnections()
      site.close()
    }
  })

  const garden = (line: string) => all.router.configure(line)
  const page = (host: string, path = '/') =>
    all.phone.browse(`http://${host}:${portOf(site)}${path}`)

  /** What a browser's CONNECT through the phone's gateway is answered. */
  async function tunnel(host: string, port: number): Promise<{ status: string; echo: string }> {
    const [address, gatewayPort] = all.phone.gateway.origin.split(':')
    const socket = connect(Number(gatewayPort), address)
    socket.on('error', () => undefined)
    socket.write(`CONNECT ${host}:${port} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    let heard = ''
    socket.on('data', (octets: Buffer) => {
      if (heard === '') socket.write('ping')
      heard += octets.toString()
      if (heard.includes('echo')) socket.end()
    })
    await once(socket, 'close')
    return { status: heard.slice(9, 12), echo: heard.split('\r\n\r\n')[1] ?? '' }
  }

  async function echoServer() {
    const server = createTcpServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (octets: Buffer) => socket.write(`echo ${octets.toString()}`))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return server
  }

  test('a host on the list opens, the rest goes to the portal', async ({ assert }) => {
    await garden('/ip hotspot walled-garden add dst-host=pay.localhost')
    await all.phone.join()
    const open = await page('pay.localhost', '/checkout?x=1')
    assert.equal(open.outcome, 'page')
    assert.equal(open.body, `site pay.localhost:${portOf(site)} /checkout?x=1`)
    assert.deepEqual(peers, [all.router.address], 'it left from the router')
    assert.equal(
      (await page('sub.pay.localhost')).outcome,
      'portal',
      'a bare host does not cover subdomains'
    )
    assert.equal((await page('other.localhost')).outcome, 'portal')
    assert.lengthOf(peers, 1)
  })

  test('{line} opens {host}: {open}')
    .with([
      {
        line: '/ip hotspot walled-garden add dst-host=*.pay.localhost',
        host: 'a.pay.localhost',
        open: true,
      },
      {
        line: '/ip hotspot walled-garden add dst-host=":^(a|b)\\\\.localhost\\$"',
        host: 'b.localhost',
        open: true,
      },
      {
        line: '/ip hotspot walled-garden add dst-host=a.localhost path=/ok*',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden add dst-host=a.localhost disabled=yes',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden add dst-host=a.localhost action=deny; add',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden ip add action=accept dst-host=a.localhost',
        host: 'a.localhost',
        open: true,
      },
      {
        line: '/ip hotspot walled-garden ip add action=accept dst-address=127.0.0.0/24',
        host: 'a.localhost',
        open: true,
      },
      {
        line: '/ip hotspot walled-garden ip add action=accept dst-address=10.0.0.0/8',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden ip add action=reject dst-address=127.0.0.1',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden ip add action=accept dst-host=a.localhost protocol=udp',
        host: 'a.localhost',
        open: false,
      },
      {
        line: '/ip hotspot walled-garden ip add action=accept dst-host=a.localhost dst-port=443',
        host: 'a.localhost',
        open: false,
      },
    ])
    .run(async ({ assert }, { line, host, open }) => {
      const replies = await garden(line)
      assert.isFalse(replies[0]?.failed)
      await all.phone.join()
      assert.equal((await page(host)).outcome, open ? 'page' : 'portal')
    })

  test('an address list with a DNS name opens HTTPS', async ({ assert }) => {
    const server = await echoServer()
    await garden(`/ip firewall address-list add list=saas-wg address=pay.localhost
/ip hotspot walled-garden ip add action=accept protocol=tcp dst-port=${portOf(server)} dst-address-list=saas-wg`)
    await all.phone.join()
    const { status, echo } = await tunnel('pay.localhost', portOf(server))
    assert.deepEqual({ status, echo }, { status: '200', echo: 'echo ping' })
    assert.equal((await tunnel('10.9.9.9', portOf(server))).status, '403')
    server.close()
  })

  test('the HTTP list alone does not open HTTPS', async ({ assert }) => {
    const server = await echoServer()
    await garden('/ip hotspot walled-garden add dst-host=pay.localhost')
    await all.phone.join()
    assert.equal((await tunnel('pay.localhost', portOf(server))).status, '403')
    server.close()
  })

  test('an authorised phone goes anywhere, and its octets count', async ({ assert }) => {
    const server = await echoServer()
    all.radius.decide = () => accept()
    await all.phone.join()
    assert.equal((await tunnel('any.localhost', portOf(server))).status, '200')
    const used = all.phone.session?.used
    assert.isTrue((used?.up ?? 0n) >= 4n && (used?.down ?? 0n) >= 9n)
    assert.equal((await page('any.localhost')).outcome, 'page')
    assert.isTrue((all.phone.session?.used.down ?? 0n) > (used?.down ?? 0n))
    server.close()
  })

  test('a real download stops when the data is used up', async ({ assert }) => {
    all.radius.decide = () => accept({ total: 50_000 })
    await all.phone.join(all.router, { probe: false })
    const big = createServer((_incoming, response) => response.end(Buffer.alloc(5_000_000)))
    big.listen(0, '127.0.0.1')
    await once(big, 'listening')
    await assert.rejects(() => all.phone.browse(`http://big.localhost:${portOf(big)}/`))
    assert.isFalse(all.phone.online)
    await all.router.settled()
    assert.lengthOf(all.radius.accounting(2), 1)
    big.close()
  })

  test('a phone that is not on the Wi-Fi hears nothing from the gateway', async ({ assert }) => {
    await assert.rejects(() => fetch(all.link))
  })

  test('pattern {pattern} and {text}: {expected}')
    .with([
      { pattern: 'example.com', text: 'example.com', expected: true },
      { pattern: 'example.com', text: 'www.example.com', expected: false },
      { pattern: 'example.com', text: 'exampleXcom', expected: false },
      { pattern: '*example.com', text: 'www.example.com', expected: true },
      { pattern: 'b?a.sh', text: 'bka.sh', expected: true },
      { pattern: ':bka', text: 'pay.bka.sh', expected: true },
    ])
    .run(({ assert }, { pattern, text, expected }) => {
      assert.equal(matchesPattern(pattern, text), expected)
    })

  test('ranges, subnets and single addresses are told apart', ({ assert }) => {
    assert.isTrue(inRange('10.0.0.5-10.0.0.9', '10.0.0.9'))
    assert.isFalse(inRange('10.0.0.5-10.0.0.9', '10.0.0.10'))
    assert.isTrue(inRange('10.0.0.0/30', '10.0.0.3'))
    assert.isFalse(inRange('10.0.0.1', '10.0.0.2'))
  })
})
