import { inject } from '@adonisjs/core'
import { Clock } from '#core/clock'
import { trustMobileNumber } from '#core/mobile_number'
import { alertMail } from '#hotspot/router_watch/alert_mail'
import { alertSms } from '#hotspot/router_watch/alert_sms'
import { newsFor, type News } from '#hotspot/router_watch/news'
import { MailSender } from '#messaging/mail/mail_sender'
import { QueueMessage } from '#messaging/queue_message'
import { alertSettings, isQuiet, type AlertSettings } from '#routers/health/alert_settings'
import { afterTelling, type AlertChannel } from '#routers/health/alert_state'
import Router from '#routers/router'
import { JobQueue } from '#tenancy/jobs/job_queue'
import type Tenant from '#tenancy/models/tenant'
import { Tenancy } from '#tenancy/tenancy'

/**
 * Tells an ISP's people what began and what ended, each once, by SMS and e-mail. The messages
 * and the note that they were sent are one transaction. What may not be said now, at night for
 * one, is said after a later visit if it is still true then.
 */
@inject()
export class TellPeople {
  constructor(
    private tenancy: Tenancy,
    private clock: Clock,
    private jobs: JobQueue,
    private queueMessage: QueueMessage,
    private mail: MailSender
  ) {}

  async execute(tenant: Tenant): Promise<void> {
    const settings = alertSettings(tenant)
    await this.tenancy.run(tenant, async () => {
      /** In one order always, so that two visits never wait for each other. */
      const routers = await Router.query()
        .whereRaw(`alerts <> '{}'::jsonb`)
        .orderBy('id')
        .forUpdate()
      for (const channel of this.#openChannels(tenant, settings)) {
        await this.#tell(tenant, settings, channel, routers)
      }
    })
  }

  #openChannels(tenant: Tenant, settings: AlertSettings): AlertChannel[] {
    const time = this.clock.now().setZone(tenant.timezone).toFormat('HH:mm')
    return [
      ...(isQuiet(settings, time) ? [] : (['sms'] as const)),
      ...(this.mail.isOn ? (['email'] as const) : []),
    ]
  }

  async #tell(
    tenant: Tenant,
    settings: AlertSettings,
    channel: AlertChannel,
    routers: Router[]
  ): Promise<void> {
    const now = this.clock.now().toJSDate()
    const news = newsFor(routers, channel, now, settings.cooldownMinutes)
    if (news.length === 0) return

    for (const { to, kinds } of settings.recipients.filter((one) => one.channel === channel)) {
      const theirs = news.filter(({ kind }) => kinds.includes(kind))
      if (theirs.length > 0) await this.#send(tenant, channel, to, theirs)
    }
    for (const { router, kind } of news) {
      const state = router.alerts[kind]
      if (state) router.alerts = { ...router.alerts, [kind]: afterTelling(state, channel, now) }
    }
    for (const router of new Set(news.map((one) => one.router))) await router.save()
  }

  async #send(tenant: Tenant, channel: AlertChannel, to: string, news: News[]): Promise<void> {
    if (channel === 'sms') {
      const mobile = trustMobileNumber(to)
      await this.queueMessage.execute({ mobile, locale: tenant.locale, ...alertSms(tenant, news) })
    } else {
      await this.jobs.send('send-mail', { tenantId: tenant.id, to, ...alertMail(tenant, news) })
    }
  }
}
