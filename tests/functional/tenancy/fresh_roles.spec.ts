import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { randomBytes } from 'node:crypto'
import { type SchemaName, schemaName } from '#tenancy/schema_name'
import { Tenancy, type TenantScope } from '#tenancy/tenancy'
import { asOwner, connectAs } from '#tests/support/database'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567'
/** The more roles, the longer a session reads its memberships, and the likelier the race. */
const ROLES_BEFORE = 600
const ARRIVALS = 30

const anySchema = (): SchemaName =>
  schemaName(`t_${[...randomBytes(12)].map((octet) => LETTERS[octet & 31]).join('')}`)

const roleOf = (schema: string) =>
  `create role ${schema} nologin; grant ${schema} to portico_app with inherit false, set true;`

function scopeOf(schema: SchemaName): TenantScope {
  return {
    id: 0,
    schema,
    slug: schema,
    name: schema,
    country: 'BD',
    currency: 'BDT',
    timezone: 'Asia/Dhaka',
    locale: 'en',
    settings: {},
    status: 'active',
    plan: 'growth',
    limitOverrides: {},
    featureGrants: [],
    activeCustomers: 0,
  }
}

test.group('Tenancy | Roles that were granted a moment ago', (group) => {
  const made: SchemaName[] = []

  group.teardown(async () => {
    const owner = await connectAs('owner')
    for (const schema of made) await owner.query(`drop role if exists ${schema}`)
    await owner.end()
  })

  test('a tenant is entered right after it was made, however many arrive meanwhile', async ({
    assert,
  }) => {
    const tenancy = await app.container.make(Tenancy)
    const owner = await connectAs('owner')
    const arrive = async (how: number) => {
      const schemas = Array.from({ length: how }, anySchema)
      made.push(...schemas)
      await owner.query(`begin; ${schemas.map(roleOf).join(' ')} commit`)
    }
    await arrive(ROLES_BEFORE)

    let arriving = true
    const refusals: unknown[] = []
    const visitors = Array.from({ length: 8 }, async () => {
      while (arriving) {
        const newest = made.at(-1)
        const any = made[Math.floor(Math.random() * made.length)]
        for (const schema of [newest, any]) {
          if (!schema) continue
          await tenancy
            .run(scopeOf(schema), (trx) => trx.rawQuery('select 1'))
            .catch((error: unknown) => refusals.push(error))
        }
      }
    })
    for (let n = 0; n < ARRIVALS; n++) await arriveOne()
    arriving = false
    await Promise.all(visitors)
    await owner.end()
    assert.deepEqual(refusals, [])

    async function arriveOne() {
      const schema = anySchema()
      await owner.query(`begin; ${roleOf(schema)} commit`)
      made.push(schema)
    }
  }).timeout(180_000)

  test('a role that is really not granted is refused, and the pool goes on', async ({ assert }) => {
    const tenancy = await app.container.make(Tenancy)
    const schema = anySchema()
    await asOwner(`create role ${schema} nologin`)
    made.push(schema)
    await assert.rejects(
      () => tenancy.run(scopeOf(schema), (trx) => trx.rawQuery('select 1')),
      /permission denied to set role/
    )
    await asOwner(`grant ${schema} to portico_app with inherit false, set true`)
    await tenancy.run(scopeOf(schema), (trx) => trx.rawQuery('select 1'))
  })
})
