import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

/**
 * A process that signs one ISP up: `node … one_sign_up.ts <subdomain> <e-mail> <password> <end>`.
 * With the end `opened` it kills itself when the tenant is there and nothing else is.
 */
const root = new URL('../../../../', import.meta.url)
const [subdomain = '', email = '', password = '', end] = process.argv.slice(2)

const app = new Ignitor(root, { importer: (path) => import(new URL(path, root).href) })
  .tap((created) => {
    created.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')
await app.init()
await app.boot()

const [{ countryByCode }, { SignUp }, { TenantOpened }] = await Promise.all([
  import('#platform/signup/countries'),
  import('#platform/signup/sign_up'),
  import('#tenancy/provisioning/tenant_opened'),
])
const emitter = await app.container.make('emitter')
emitter.on(TenantOpened, () => {
  if (end === 'opened') process.kill(process.pid, 'SIGKILL')
})
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
