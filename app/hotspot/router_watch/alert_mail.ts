import i18nManager from '@adonisjs/i18n/services/main'
import { DateTime } from 'luxon'
import type { News } from '#hotspot/router_watch/news'
import { appUrl } from '#config/app'
import type { OutgoingMail } from '#messaging/mail/mail_sender'
import type Tenant from '#tenancy/models/tenant'

/** A letter that says what happened, since when, and where it is explained. */
export function alertMail(
  tenant: Pick<Tenant, 'name' | 'locale' | 'slug' | 'timezone'>,
  news: readonly News[]
): Pick<OutgoingMail, 'subject' | 'text'> {
  const i18n = i18nManager.locale(tenant.locale)
  const home = `${appUrl.protocol}//${tenant.slug}.${appUrl.host}/dashboard/routers`
  const said = ({ what, kind, router }: News) =>
    i18n.t(`health.news.${what}`, { kind, router: router.name })
  const line = (one: News) => {
    const since = DateTime.fromISO(one.since, { zone: tenant.timezone })
    return [
      `- ${i18n.t('health.mail.line', { news: said(one), since: since.toFormat('yyyy-MM-dd HH:mm') })}`,
      `  ${i18n.t('health.mail.link', { url: `${home}/${one.router.id}/trouble` })}`,
    ].join('\n')
  }
  const [first] = news
  return {
    subject:
      first && news.length === 1
        ? i18n.t('health.mail.subject_one', { news: said(first) })
        : i18n.t('health.mail.subject_many', { count: news.length }),
    text: [
      i18n.t('health.mail.lead', { tenant: tenant.name }),
      ...news.map(line),
      i18n.t('health.mail.footer', { tenant: tenant.name }),
    ].join('\n\n'),
  }
}
