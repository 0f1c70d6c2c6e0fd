import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

/**
 * A process that signs one ISP up: `node … one_sign_up.ts <subdomain> <e-mail> <password> <end>`.
 * It kills itself before the first statement that has `end` in it goes to Postgres.
 */
const root = new URL('../../../../', import.meta.url)
const [subdomain = '', email = '', password = '', end = ''] = process.argv.slice(2)

const app = new Ignitor(root, { importer: (path) => import(new URL(path, root).href) })
  .tap((created) => {
    created.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')
await app.init()
await app.boot()

const [{ countryByCode }, { SignUp }, { Database }] = await Promise.all([
  import('#platform/signup/countries'),
  import('#platform/signup/sign_up'),
  import('@adonisjs/lucid/database'),
  import('#start/events'),
])
const db = await app.container.make(Database)
for (const name of ['app', 'owner']) {
  db.connection(name)
    .getWriteClient()
    .on('query', ({ sql }: { sql: string }) => {
      if (sql.includes(end)) process.kill(process.pid, 'SIGKILL')
    })
}
const country = countryByCode('BD')
if (!country) throw new Error('Nobody signs up in BD')
const signUp = await app.container.make(SignUp)
await signUp.execute({
  company: 'GreenNet',
  subdomain,
  country,
  name: 'Rahim Uddin',
  email,
  password,
  examplePackages: true,
})
await app.terminate()
