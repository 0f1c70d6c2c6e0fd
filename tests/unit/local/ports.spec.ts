import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { test } from '@japa/runner'
import { Instance } from '../../../bin/local/lib/instance.mjs'

const SERVICES = ['web', 'simulator', 'postgres', 'redis', 'radius_auth']

/** An instance of which nothing is started, with its folder until the test is over. */
function instance(cleanup: (work: () => void) => void): Instance {
  const made = new Instance(`test-ports-${randomBytes(4).toString('hex')}`)
  cleanup(() => rmSync(made.directory, { recursive: true, force: true }))
  return made
}

const portsOf = ({ ports }: Instance) => Object.values(ports)

function shared(one: Instance, other: Instance): number[] {
  return portsOf(one).filter((port) => portsOf(other).includes(port))
}

test.group('Ports of local instances', () => {
  test('instances that run nothing yet have no port in common', async ({ assert, cleanup }) => {
    const [first, second, third] = [instance(cleanup), instance(cleanup), instance(cleanup)]
    await Promise.all([first.open(SERVICES), second.open(SERVICES)])
    await third.open(SERVICES)
    assert.lengthOf(portsOf(first), SERVICES.length)
    assert.deepEqual(shared(first, second), [])
    assert.deepEqual(shared(first, third), [])
    assert.deepEqual(shared(second, third), [])
  })

  test('a test’s ports are none that the kernel lends to connections', async ({
    assert,
    cleanup,
  }) => {
    const made = await instance(cleanup).open(SERVICES)
    for (const port of portsOf(made)) assert.isBelow(port, 32_768, 'Linux lends from here on')
  })

  test('ports stay what they were', async ({ assert, cleanup }) => {
    const first = await instance(cleanup).open(SERVICES)
    const before = { ...first.ports }
    await instance(cleanup).open(SERVICES)
    assert.deepEqual((await first.open(SERVICES)).ports, before)
  })

  test('of two that wrote the same ports down, the next to start moves', async ({
    assert,
    cleanup,
  }) => {
    const first = await instance(cleanup).open(SERVICES)
    const second = await instance(cleanup).open(SERVICES)
    writeFileSync(second.path('ports.json'), JSON.stringify(first.ports))
    await second.open(SERVICES)
    assert.deepEqual(shared(first, second), [])
  })

  test('a port that a stranger holds moves the whole block', async ({ assert, cleanup }) => {
    const first = await instance(cleanup).open(SERVICES)
    const before = { ...first.ports }
    const stranger = createServer()
    await new Promise<void>((resolve) =>
      stranger.listen({ host: '127.0.0.1', port: before.redis }, resolve)
    )
    cleanup(() => void stranger.close())
    await first.open(SERVICES)
    for (const service of SERVICES) assert.notEqual(first.ports[service], before[service])
  })
})
