import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import type Account from '#platform/accounts/account'
import Identity from '#platform/accounts/identity'
import { isOwnPassword } from '#platform/accounts/own_password'
import { TwoFactor } from '#platform/accounts/two_factor/two_factor'
import { isOffered, providerNames } from '#platform/sign_in/oauth/providers'
import { SignedInAgain } from '#platform/sign_in/signed_in_again'

/** The fields of a form that asks for a proof; which of them it shows depends on the account. */
export const proofFields = {
  password: vine.string().maxLength(128).optional(),
  proof_code: vine.string().trim().maxLength(40).optional(),
}

export interface TypedProof {
  password?: string | undefined
  proof_code?: string | undefined
}

/**
 * Is it the account's owner who wants this, and not somebody at a browser left open? Asked before
 * whatever changes who gets in: the password, or without one a code of the authenticator app, or
 * without either a fresh sign-in with a linked provider.
 */
@inject()
export class OwnProof {
  constructor(
    private twoFactor: TwoFactor,
    private again: SignedInAgain
  ) {}

  /** What a form has to ask for; see resources/views/components/own_proof.edge. */
  async asked(ctx: HttpContext, account: Account) {
    const kind = kindOf(account)
    if (kind !== 'provider') return { kind, isFresh: false, providers: [] }
    const linked = await Identity.query().where({ accountId: account.id }).orderBy('provider')
    return {
      kind,
      isFresh: this.again.isFresh(ctx),
      providers: linked
        .filter(({ provider }) => isOffered(provider))
        .map(({ provider }) => ({ name: provider, label: providerNames[provider] })),
    }
  }

  /** @returns the message for the field that is wrong; null when it is the owner */
  async fault(
    ctx: HttpContext,
    account: Account,
    { password = '', proof_code: code = '' }: TypedProof
  ): Promise<Record<string, string> | null> {
    const { i18n } = ctx
    const kind = kindOf(account)
    if (kind === 'password') {
      const isRight = await isOwnPassword(account, password)
      return isRight ? null : { password: i18n.t('account.password_wrong') }
    }
    if (kind === 'code') {
      const verdict = await this.twoFactor.verify(account, code)
      return verdict === 'right' ? null : { proof_code: i18n.t(`account.code_${verdict}`) }
    }
    return this.again.isFresh(ctx) ? null : { proof: i18n.t('account.proof.needed') }
  }
}

function kindOf({ password, hasTwoFactor }: Account): 'password' | 'code' | 'provider' {
  if (password) return 'password'
  return hasTwoFactor ? 'code' : 'provider'
}
