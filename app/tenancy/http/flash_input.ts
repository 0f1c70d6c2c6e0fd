import type { HttpContext } from '@adonisjs/core/http'

/** Names of inputs that hold a secret, of ours and of the providers'. */
const SECRET = /password|secret|key|token|^_csrf$|^_method$/i

/** Keeps what was typed for the next page. Secrets are left out: they would lie in the session. */
export function flashInput({ request, session }: HttpContext): void {
  session.flashOnly(Object.keys(request.all()).filter((name) => !SECRET.test(name)))
}
