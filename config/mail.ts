import env from '#start/env'
import { appUrl } from '#config/app'
import { defineConfig, transports } from '@adonisjs/mail'
import type { InferMailers } from '@adonisjs/mail/types'

/** RFC 8314: this port speaks TLS from the first octet; elsewhere STARTTLS is used where offered. */
const IMPLICIT_TLS = 465
const DEFAULT_PORT = 587
const PATIENCE_MS = 15_000

const username = env.get('SMTP_USERNAME')
const port = env.get('SMTP_PORT') ?? DEFAULT_PORT

/** Is there a server to send e-mail by? */
export const mailIsOn = Boolean(env.get('SMTP_HOST'))

const mailConfig = defineConfig({
  default: 'smtp',
  from: env.get('MAIL_FROM') ?? `Portico <no-reply@${appUrl.hostname}>`,
  mailers: {
    smtp: transports.smtp({
      host: env.get('SMTP_HOST') ?? 'localhost',
      port,
      secure: port === IMPLICIT_TLS,
      connectionTimeout: PATIENCE_MS,
      greetingTimeout: PATIENCE_MS,
      socketTimeout: PATIENCE_MS,
      ...(username !== undefined && {
        auth: {
          type: 'login' as const,
          user: username,
          pass: env.get('SMTP_PASSWORD')?.release() ?? '',
        },
      }),
    }),
  },
})

export default mailConfig

declare module '@adonisjs/mail/types' {
  interface MailersList extends InferMailers<typeof mailConfig> {}
}
