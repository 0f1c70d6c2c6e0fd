import { inject } from '@adonisjs/core'
import i18nManager from '@adonisjs/i18n/services/main'
import { appUrl } from '#config/app'
import { trustMobileNumber } from '#core/mobile_number'
import type { SmsNews, SmsTrouble } from '#messaging/balance/sms_trouble'
import { smsGatewayDriver } from '#messaging/gateways/registry'
import { MailSender } from '#messaging/mail/mail_sender'
import { QueueMessage } from '#messaging/queue_message'
import SmsGatewayAccount from '#messaging/sms_gateway_account'
import { alertSettings } from '#routers/health/alert_settings'
import { JobQueue } from '#tenancy/jobs/job_queue'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Tells an ISP's people of trouble with SMS, in the transaction in which it was found. By SMS
 * only where another account can carry it: of an empty one nobody would hear.
 */
@inject()
export default class TellOfSmsTrouble {
  constructor(
    private tenancy: Tenancy,
    private jobs: JobQueue,
    private queueMessage: QueueMessage,
    private mail: MailSender
  ) {}

  async handle({ news }: SmsTrouble): Promise<void> {
    const { tenant } = this.tenancy
    const said = this.#said(news)
    const bySms = 'prefix' in news || (await hasAnother(news.provider))
    for (const { channel, to } of alertSettings(tenant).recipients.filter(hearsOfSms)) {
      if (channel === 'email' && this.mail.isOn) await this.#mail(to, said)
      if (channel === 'sms' && bySms) {
        await this.queueMessage.execute({
          event: 'sms_trouble',
          mobile: trustMobileNumber(to),
          locale: tenant.locale,
          data: { tenant: tenant.name, news: said },
        })
      }
    }
  }

  async #mail(to: string, said: string): Promise<void> {
    const { tenant } = this.tenancy
    const i18n = i18nManager.locale(tenant.locale)
    const url = `${appUrl.protocol}//${tenant.slug}.${appUrl.host}/dashboard/settings/sms`
    await this.jobs.send('send-mail', {
      tenantId: tenant.id,
      to,
      subject: `${tenant.name}: ${said}`,
      text: [
        `${said}.`,
        i18n.t('sms_settings.mail.link', { url }),
        i18n.t('health.mail.footer', { tenant: tenant.name }),
      ].join('\n\n'),
    })
  }

  #said(news: SmsNews): string {
    const i18n = i18nManager.locale(this.tenancy.tenant.locale)
    if (news.kind === 'codes_paused') return i18n.t('sms_settings.news.codes_paused', { ...news })
    const provider = smsGatewayDriver(news.provider).label
    return news.kind === 'no_balance'
      ? i18n.t('sms_settings.news.no_balance', { provider })
      : i18n.t('sms_settings.news.low_balance', {
          provider,
          balance: news.balance.format(i18n.locale),
        })
  }
}

function hearsOfSms({ kinds }: { kinds: readonly string[] }): boolean {
  return kinds.includes('sms')
}

async function hasAnother(provider: string): Promise<boolean> {
  const other = await SmsGatewayAccount.query()
    .where('enabled', true)
    .whereNot({ provider })
    .whereNull('low_since')
    .first()
  return other !== null
}
