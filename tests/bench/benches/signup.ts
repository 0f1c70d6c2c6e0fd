import { randomBytes } from 'node:crypto'
import { Database } from '@adonisjs/lucid/database'
import type { ApplicationService } from '@adonisjs/core/types'
import { countryByCode } from '#platform/signup/countries'
import { SignUp } from '#platform/signup/sign_up'
import { schemaName } from '#tenancy/schema_name'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'
import type { Bench } from '../bench.js'
import { rate, result } from '../measure.js'
import { Tenants } from '../stage/tenants.js'

const TENANTS = 1_000
const SIGN_UPS = 40
const WARM_UP = 8
const WIDTH = 4

/**
 * [signup] Sign-ups a minute with 1,000 tenants on the platform, four at once, each with account,
 * schema, example packages and the first look into its own scope. Baseline: the same on a platform
 * without them, in the same run, so the ratio is what a thousand tenants cost the next.
 */
export const signup: Bench = {
  name: 'signup',
  describe: 'sign-ups a minute with 1,000 tenants present against the same without them',

  async run(env) {
    await using tenants = await Tenants.open(env.app)
    await perMinute(env.app, WARM_UP)
    const alone = await perMinute(env.app, SIGN_UPS)
    await tenants.addMany(TENANTS)
    const among = await perMinute(env.app, SIGN_UPS)
    return [result('signup', 'sign-ups/min', among, alone)]
  },
}

async function perMinute(app: ApplicationService, count: number): Promise<number> {
  const signUp = await app.container.make(SignUp)
  const tenancy = await app.container.make(Tenancy)
  const country = countryByCode('BD')
  if (!country) throw new Error('Nobody signs up in BD')
  const made: Tenant[] = []
  try {
    const perSecond = await rate(count, WIDTH, async () => {
      const name = `bench-${randomBytes(6).toString('hex')}`
      const { tenant } = await signUp.execute({
        company: 'Bench Wi-Fi',
        subdomain: name,
        country,
        name: 'Rahim Uddin',
        email: `${name}@bench.test`,
        password: 'correct horse battery',
        examplePackages: true,
      })
      made.push(tenant)
      await tenancy.run(tenant, (trx) => trx.rawQuery('select from packages'))
    })
    return perSecond * 60
  } finally {
    await erase(app, made)
  }
}

/** With their owners. */
async function erase(app: ApplicationService, tenants: readonly Tenant[]): Promise<void> {
  const database = await app.container.make(Database)
  const owner = database.connection('owner')
  for (const { id, schema } of tenants) {
    const name = schemaName(schema)
    await owner.rawQuery(
      `delete from platform.accounts where id in
         (select account_id from platform.memberships where tenant_id = ?)`,
      [id]
    )
    await owner.rawQuery(`drop schema ${name} cascade`)
    await owner.rawQuery(`drop role ${name}`)
    await owner.rawQuery('delete from platform.tenants where id = ?', [id])
  }
}
