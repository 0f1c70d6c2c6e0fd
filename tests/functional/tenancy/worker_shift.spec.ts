import { test } from '@japa/runner'
import { PgBoss } from 'pg-boss'
import { appConnection, ownerConnection } from '#config/queue'
import { WorkerShift } from '#tenancy/jobs/worker_shift'
import { eventually } from '#tests/support/eventually'
import { anySlug } from '#tests/support/tenants'

const OPTIONS = { schema: 'pgboss', migrate: false, createSchema: false, schedule: false } as const

/** A queue that nobody else works, and a count of the questions for its jobs. */
async function openQueue(name: string) {
  const owner = new PgBoss({ ...ownerConnection(), ...OPTIONS, supervise: false })
  await owner.start()
  await owner.createQueue(name, { notify: true })
  await owner.stop({ graceful: false })

  const boss = new PgBoss({
    ...appConnection(),
    ...OPTIONS,
    supervise: false,
    useListenNotify: true,
  })
  await boss.start()
  const db = boss.getDb()
  const execute = db.executeSql.bind(db)
  const asked = { times: 0 }
  db.executeSql = (text, ...more) => {
    if (/skip locked/i.test(text) && text.includes(name)) asked.times += 1
    return execute(text, ...more)
  }
  return { boss, asked }
}

test.group('The workers of a queue', (group) => {
  let boss: PgBoss
  let asked: { times: number }
  let name: string
  group.each.setup(async () => {
    name = `test-${anySlug()}`
    ;({ boss, asked } = await openQueue(name))
    return () => boss.stop({ graceful: false })
  })

  test('ask for each job a few times, however many of them there may be', async ({ assert }) => {
    const done: string[] = []
    const shift = new WorkerShift<object>(boss, name, 24, async (jobs) =>
      jobs.map(({ id }) => {
        done.push(id)
        return { id, status: 'completed' }
      })
    )
    await shift.wait()
    for (let sent = 1; sent <= 20; sent += 1) {
      await boss.send(name, {})
      await eventually('it is done', () => done.length === sent)
    }
    assert.isBelow(asked.times, 20 * 5)
    shift.end()
  })

  test('go on when none can be added, and fail no job for it', async ({ assert }) => {
    const done: string[] = []
    const shift = new WorkerShift<object>(boss, name, 3, async (jobs) =>
      jobs.map(({ id }) => {
        done.push(id)
        return { id, status: 'completed' }
      })
    )
    await shift.wait()
    const work = boss.work
    boss.work = () => Promise.reject(new Error('No more workers'))
    try {
      for (let sent = 1; sent <= 5; sent += 1) {
        await boss.send(name, {})
        await eventually('it is done', () => done.length === sent)
      }
    } finally {
      boss.work = work
    }
    assert.lengthOf(new Set(done), 5, 'none was done twice')
    shift.end()
  })

  test('work at once up to their number, and one that is done makes room', async ({ assert }) => {
    const [size, batch, all] = [3, 4, 20]
    const held: (() => void)[] = []
    let begun = 0
    const shift = new WorkerShift<object>(boss, name, size, async (jobs) => {
      begun += jobs.length
      await new Promise<void>((resolve) => held.push(resolve))
      return jobs.map(({ id }) => ({ id, status: 'completed' }))
    })
    await boss.insert(
      name,
      Array.from({ length: all }, () => ({}))
    )
    await shift.wait()
    await eventually('all places are taken', () => begun === size * batch)
    held.shift()?.()
    await eventually('the next has begun', () => begun === (size + 1) * batch)
    assert.lengthOf(held, size)
    for (const release of held.splice(0)) release()
    await eventually('the last has begun', () => begun === all)

    await boss.send(name, {})
    await eventually('somebody waits while another works', () => begun === all + 1)
    shift.end()
    for (const release of held) release()
  })
})
