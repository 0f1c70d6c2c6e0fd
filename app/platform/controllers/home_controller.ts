import type { HttpContext } from '@adonisjs/core/http'

/** What Portico is, for an ISP that hears of it. */
export default class HomeController {
  handle({ view }: HttpContext) {
    return view.render('pages/platform/home', { signupUrl: '/signup', loginUrl: '/login' })
  }
}
