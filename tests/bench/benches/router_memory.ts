import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import vine from '@vinejs/vine'
import type { Bench, BenchEnvironment } from '../bench.js'
import { byTurns, median, result } from '../measure.js'
import { ApiResponder } from '../stage/api_responder.js'

const ROUTERS = 500
const PAIRS = 3
const KIB = 1024

const cost = vine.create({ rss: vine.number(), heap: vine.number() })

/**
 * [router-memory] KiB of resident memory that a connected router costs the process which holds its
 * API session, logged in and used once: 500 against none, garbage collected, in a process of its
 * own. Baseline: 500 bare sockets of Node to the same server.
 */
export const routerMemory: Bench = {
  name: 'router-memory',
  describe: 'KiB a connected router at 500 sessions, against bare sockets',

  async run(env) {
    await using server = await ApiResponder.start()
    const heaps: number[] = []
    const measure = async (kind: 'sessions' | 'sockets') => {
      const { rss, heap } = await hold(env, kind, server.port)
      if (kind === 'sessions') heaps.push(heap)
      return rss / ROUTERS / KIB
    }
    const { ours, theirs } = await byTurns(
      PAIRS,
      () => measure('sessions'),
      () => measure('sockets')
    )
    env.note(`of it ${(median(heaps) / ROUTERS / KIB).toFixed(1)} KiB heap and buffers (median)`)
    return [result('router-memory', 'KiB/router', median(ours), median(theirs))]
  },
}

async function hold({ app }: BenchEnvironment, kind: 'sessions' | 'sockets', port: number) {
  const script = app.makePath('tests/bench/stage/connected_routers.ts')
  const args = ['--expose-gc', '--import', '@poppinss/ts-exec', script, kind, `${ROUTERS}`]
  const { stdout } = await promisify(execFile)(process.execPath, [...args, `${port}`], {
    cwd: app.makePath(),
  })
  const said: unknown = JSON.parse(stdout)
  return cost.validate(said)
}
