import { ace } from './app.mjs'
import { lastJson } from './health.mjs'
import { Trouble } from './trouble.mjs'

/** Makes the demo tenant where it is missing, and returns what the seed tells of it. */
export async function seedDemo(instance, env) {
  const demo = lastJson(await ace(instance, env, 'demo:seed'))
  if (demo?.urls && demo.logins && demo.radius && demo.router) return demo
  throw new Trouble('node ace.js demo:seed did not end with its JSON line', {
    hint: 'the line must hold urls, logins, radius and router',
    log: instance.path('logs', 'demo-seed.log'),
  })
}
