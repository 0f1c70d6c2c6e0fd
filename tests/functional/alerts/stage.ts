import app from '@adonisjs/core/services/app'
import emitter from '@adonisjs/core/services/emitter'
import { Mailer } from '@adonisjs/mail'
import { SMTPTransport } from '@adonisjs/mail/transports/smtp'
import { DateTime } from 'luxon'
import { Clock, FrozenClock } from '#core/clock'
import { TellPeople } from '#hotspot/router_watch/tell_people'
import { MailSender } from '#messaging/mail/mail_sender'
import SmsMessage from '#messaging/sms_message'
import type { AlertKind } from '#routers/health/alert_kind'
import type { AlertSettings } from '#routers/health/alert_settings'
import { advance } from '#routers/health/alert_state'
import Router from '#routers/router'
import { openIsp, registerRouter, type Isp } from '#tests/support/isp'
import type { RunningSmtp } from '#tests/standins/smtp/start'

export const PHONE = '+8801711000001'

/** An ISP whose routers fall ill when told to, at a time that is told. */
export class AlertStage {
  readonly clock = new FrozenClock(DateTime.fromISO('2026-11-22T06:00:00Z', { zone: 'utc' }))

  private constructor(
    readonly isp: Isp,
    readonly router: Router
  ) {}

  static async open(alerts: Partial<AlertSettings> = {}): Promise<AlertStage> {
    const isp = await openIsp({ packages: false, gateways: false })
    await isp.tenant
      .merge({
        settings: {
          alerts: {
            recipients: [{ channel: 'sms', to: PHONE, kinds: ['down', 'secret', 'drift'] }],
            ...alerts,
          },
        },
      })
      .save()
    return new AlertStage(isp, await registerRouter(isp))
  }

  addRouter(): Promise<Router> {
    return registerRouter(this.isp)
  }

  /** Visits that found this trouble, or none, and what was told after each. */
  async visits(
    present: readonly AlertKind[],
    { times = 2, apartSeconds = 61, router = this.router } = {}
  ): Promise<void> {
    for (let visit = 0; visit < times; visit += 1) {
      this.clock.advance(apartSeconds)
      await this.see(present, router)
      await this.tell()
    }
  }

  /** One visit, of which nobody is told yet. */
  async see(present: readonly AlertKind[], { id }: Router): Promise<void> {
    await this.isp.inside(async () => {
      const router = await Router.findOrFail(id)
      const kinds = new Set<AlertKind>([...present, ...keysOf(router.alerts)])
      const after = [...kinds].flatMap((kind) => {
        const state = advance(
          router.alerts[kind],
          present.includes(kind),
          this.clock.now().toJSDate()
        )
        return state ? [[kind, state]] : []
      })
      await router.merge({ alerts: Object.fromEntries(after) }).save()
    })
  }

  async tell(): Promise<void> {
    app.container.swap(Clock, () => this.clock)
    const tellPeople = await app.container.make(TellPeople)
    app.container.restore(Clock)
    await tellPeople.execute(this.isp.tenant)
  }

  async texts(): Promise<string[]> {
    const messages = await this.isp.inside(() => SmsMessage.query().orderBy('id'))
    return messages.map(({ body }) => body)
  }
}

/** Sends e-mail to this server instead of the one of the environment, which has none. */
export function mailBy({ host, port }: RunningSmtp): MailSender {
  const transport = new SMTPTransport({ host, port, secure: false, ignoreTLS: true })
  const mailer = new Mailer('smtp', transport, emitter, { from: 'Portico <no-reply@portico.test>' })
  return new MailSender(true, () => mailer)
}

function keysOf(alerts: Router['alerts']): AlertKind[] {
  return (['down', 'radius_silent', 'secret', 'clock', 'drift'] as const).filter(
    (kind) => alerts[kind]
  )
}
