import type { AllyUserContract, Oauth2AccessToken } from '@adonisjs/ally/types'
import vine from '@vinejs/vine'
import type { ForeignIdentity, Provider } from '#platform/sign_in/oauth/providers'

const LONGEST_EMAIL = 254

/** What a provider told of, held against what we take. */
type Told = Pick<
  AllyUserContract<Oauth2AccessToken>,
  'id' | 'email' | 'emailVerificationState' | 'name'
>

/** @throws Error when it names nobody */
export function foreignIdentity(provider: Provider, told: Told): ForeignIdentity {
  const email = typeof told.email === 'string' ? told.email.trim().toLowerCase() : ''
  const isVerified = told.emailVerificationState === 'verified' && isAddress(email)
  return {
    provider,
    subject: subjectOf(told.id),
    verifiedEmail: isVerified ? email : null,
    name: String(told.name ?? ''),
  }
}

/**
 * A text at Google, a number at GitHub. Of an empty answer Ally makes the method "sub" that every
 * string has, which must not come to be the name of whoever got one.
 */
function subjectOf(id: unknown): string {
  const isName = (typeof id === 'string' && id !== '') || Number.isSafeInteger(id)
  if (!isName) throw new Error('The provider named nobody')
  return String(id)
}

/** The same that our own forms take. */
function isAddress(email: string): boolean {
  return email.length <= LONGEST_EMAIL && vine.helpers.isEmail(email)
}
