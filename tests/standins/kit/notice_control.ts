import { controlBody } from './control.js'
import { optionalNumber } from './guards.js'
import type { NoticeBoard } from './notices.js'
import { json } from './reply.js'
import type { Routes } from './routes.js'

/** Over HTTP: to see the notices, hold them back, let them go, and send them again. */
export function addNoticeRoutes(routes: Routes, notices: NoticeBoard): void {
  routes
    .add('GET', '/__control/notices', () => json({ notices: notices.all() }))
    .add('POST', '/__control/notices', (request) => {
      const body = controlBody(request)
      if (typeof body.held === 'boolean') notices.held = body.held
      notices.copies = optionalNumber(body, 'copies') ?? notices.copies
      return json({ held: notices.held, copies: notices.copies })
    })
    .add('POST', '/__control/notices/release', async () => {
      await notices.release()
      return json({ notices: notices.all() })
    })
    .add('POST', '/__control/notices/:about/repeat', async (request) => {
      await notices.repeat(request.params.about ?? '')
      return json({ notices: notices.all() })
    })
}
