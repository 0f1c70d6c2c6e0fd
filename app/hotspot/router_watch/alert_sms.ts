import i18nManager from '@adonisjs/i18n/services/main'
import type { News } from '#hotspot/router_watch/news'
import type { OutgoingMessage } from '#messaging/queue_message'
import type Tenant from '#tenancy/models/tenant'

type AlertEvent = 'router_trouble' | 'router_well' | 'routers_news'

/** More names than this make an SMS nobody reads. */
const NAMED = 3

/** One text for all of it. */
export function alertSms(
  { name, locale }: Pick<Tenant, 'name' | 'locale'>,
  news: readonly News[]
): Pick<OutgoingMessage<AlertEvent>, 'event' | 'data'> {
  const [only, ...others] = news
  if (only && others.length === 0) {
    return {
      event: only.what === 'began' ? 'router_trouble' : 'router_well',
      data: { tenant: name, router: only.router.name, kind: only.kind },
    }
  }
  const i18n = i18nManager.locale(locale)
  const named = news
    .slice(0, NAMED)
    .map(({ what, kind, router }) => i18n.t(`health.news.${what}`, { kind, router: router.name }))
  const rest = news.length - named.length
  if (rest > 0) named.push(i18n.t('health.news.more', { count: rest }))
  return { event: 'routers_news', data: { tenant: name, news: named.join('; ') } }
}
