import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import UndeliverableAddress from '#messaging/mail/undeliverable_address'
import Account from '#platform/accounts/account'
import { accountByPassword } from '#platform/sign_in/password_sign_in'
import { isDisposable } from '#platform/signup/disposable_domains'
import { passwordFault } from '#platform/signup/password_rules'

interface TypedPerson {
  email: string
  password: string
}

/**
 * What may be wrong with the person of a sign-up form that is well filled in, by field. Who has an
 * account already is asked for its password, however weak, and may keep the address; guesses count
 * with those at the sign-in.
 */
@inject()
export class SignUpFaults {
  async of(ctx: HttpContext, { email, password }: TypedPerson): Promise<Record<string, string>> {
    const { i18n } = ctx
    if (await Account.findForAuth(['email'], email)) {
      const isOwn = (await accountByPassword(ctx, email, password)) !== null
      return isOwn ? {} : { email: i18n.t('platform.email_has_account') }
    }
    const faults: Record<string, string> = {}
    const fault = passwordFault(password, email)
    if (fault) faults.password = i18n.t(`signup.password.${fault}`)
    if (isDisposable(email)) faults.email = i18n.t('signup.disposable')
    else if (await UndeliverableAddress.find(email)) faults.email = i18n.t('signup.undeliverable')
    return faults
  }
}
