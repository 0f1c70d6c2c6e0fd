import { test } from '@japa/runner'
import env from '#start/env'
import { failureActs } from '#tests/functional/tenancy/leak/failure_acts'
import { Theatre } from '#tests/functional/tenancy/leak/theatre'
import { modelActs } from '#tests/functional/tenancy/leak/model_acts'
import { queryActs } from '#tests/functional/tenancy/leak/query_acts'
import { pooler } from '#tests/support/database'
import { atOnce, shuffled } from '#tests/support/concurrency'

const acts = [...modelActs, ...queryActs, ...failureActs]
const WIDTH = 32
const SEED = Number(process.env.LEAK_SEED ?? Date.now() % 1_000_000)

const routes = [
  {
    title: 'direct to Postgres, a pool of one',
    pool: () => ({ host: env.get('DB_HOST'), port: env.get('DB_PORT'), max: 1 }),
    sessions: 1,
  },
  {
    title: 'through PgBouncer in transaction mode',
    pool: () => ({ ...pooler(), max: WIDTH }),
    sessions: 4,
  },
]

for (const { title, pool, sessions } of routes) {
  test.group(`Two tenants, ${WIDTH} at once, ${title}`, (group) => {
    let theatre: Theatre
    group.setup(async () => {
      theatre = await Theatre.open(pool())
    })
    group.teardown(() => theatre.close())

    test('{name}')
      .with(acts)
      .run(async (_, act) => {
        const turns = Array.from({ length: WIDTH / 2 }, () => theatre.households).flat()
        await atOnce(
          WIDTH,
          turns.map((house) => () => act.perform(house))
        )
      })

    test('everything at once, in a random order (LEAK_SEED=' + SEED + ')', async () => {
      const scenes = theatre.households.flatMap((house) => acts.map((act) => ({ act, house })))
      await atOnce(
        WIDTH,
        shuffled([...scenes, ...scenes, ...scenes], SEED).map(
          ({ act, house }) =>
            () =>
              act.perform(house)
        )
      )
    })

    test('both tenants were served by the same few server sessions', async ({ assert }) => {
      const { shared, all } = await theatre.serverSessions(WIDTH)
      assert.isAbove(shared, 0)
      assert.isAtMost(all, sessions)
    })

    test('a scope leaves nothing on the connection', async ({ assert }) => {
      for (const house of theatre.households) {
        await house.run(async () => {})
        assert.deepEqual(await theatre.standing(), { role: 'portico_app', path: '""' })
        await house.run(async () => Promise.reject(new Error('no'))).catch(() => {})
        assert.deepEqual(await theatre.standing(), { role: 'portico_app', path: '""' })
      }
    })

    test('what lies in each schema is that tenant’s, and all of it', async () => {
      for (const house of theatre.households) await house.inventory()
    })
  })
}
