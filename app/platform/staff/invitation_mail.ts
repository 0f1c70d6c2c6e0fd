import i18nManager from '@adonisjs/i18n/services/main'
import type { OutgoingMail } from '#messaging/mail/mail_sender'
import type Invitation from '#platform/staff/invitation'
import type Tenant from '#tenancy/models/tenant'

/** The letter with the link, in the language of the ISP. */
export function invitationMail(
  { name, locale, timezone }: Pick<Tenant, 'name' | 'locale' | 'timezone'>,
  { email, role, invitedBy, expiresAt }: Invitation,
  url: string
): OutgoingMail {
  const i18n = i18nManager.locale(locale)
  const said = {
    tenant: name,
    person: invitedBy,
    role: i18n.t(`common.role.${role}`),
    until: expiresAt.setZone(timezone).setLocale(locale).toFormat('d LLL yyyy, HH:mm'),
  }
  return {
    to: email,
    subject: i18n.t('staff.mail.subject', said),
    text: [
      i18n.t('staff.mail.lead', said),
      url,
      i18n.t('staff.mail.expires', said),
      i18n.t('staff.mail.unexpected', said),
    ].join('\n\n'),
  }
}
