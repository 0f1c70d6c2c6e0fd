import type { HttpContext } from '@adonisjs/core/http'
import { loginPage } from '#routers/provisioning/login_page'

/** The login.html a router fetches: a page that only sends phones on to us. */
export default class LoginPageController {
  async handle({ params, response }: HttpContext) {
    response.header('content-type', 'text/html; charset=utf-8')
    return loginPage(String(params.token))
  }
}
