import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { PriceList } from '#platform/billing/price_list'

/** What Portico is and what it costs, for an ISP that hears of it. */
@inject()
export default class HomeController {
  constructor(private priceList: PriceList) {}

  async handle({ view }: HttpContext) {
    return view.render('pages/platform/home', {
      signupUrl: '/signup',
      loginUrl: '/login',
      plans: await this.priceList.all(),
    })
  }
}
