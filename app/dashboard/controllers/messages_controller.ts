import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { containing } from '#core/like_pattern'
import SmsMessage from '#messaging/sms_message'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

const PAGE = 50
const STATUSES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'unknown']
const EVENTS = [
  'otp',
  'welcome',
  'payment_confirmed',
  'suspended',
  'buy_package',
  'low_balance',
  'router_trouble',
  'router_well',
  'routers_news',
]

/** The SMS history. */
@inject()
export default class MessagesController {
  constructor(private tenancy: Tenancy) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = {
      q: String(request.qs().q ?? '')
        .trim()
        .slice(0, 60),
      status: String(request.qs().status ?? ''),
      event: String(request.qs().event ?? ''),
    }
    const page = await this.tenancy.run(tenant, () => {
      const query = SmsMessage.query().orderBy('id', 'desc')
      if (STATUSES.includes(filters.status)) query.where('status', filters.status)
      if (EVENTS.includes(filters.event)) query.where('event', filters.event)
      if (filters.q) query.whereILike('mobile', containing(filters.q))
      return query.paginate(pageOf(request), PAGE)
    })
    return view.render('pages/dashboard/messages/index', {
      messages: page.all(),
      filters,
      pager: pager(page, request),
      navigation: 'messages',
    })
  }
}
