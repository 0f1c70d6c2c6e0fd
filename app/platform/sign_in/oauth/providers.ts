import ally from '#config/ally'

export const providers = ['google', 'github'] as const
export type Provider = (typeof providers)[number]

/** Those with a client of ours; the others have no button. */
export const offeredProviders: readonly Provider[] = providers.filter((name) => ally[name] !== null)

export const providerNames: Record<Provider, string> = { google: 'Google', github: 'GitHub' }

export function isOffered(name: unknown): name is Provider {
  return offeredProviders.some((offered) => offered === name)
}

/** Somebody, as a provider vouches for them. */
export interface ForeignIdentity {
  provider: Provider
  /** Never changes and is given to nobody else; the e-mail may be. */
  subject: string
  /** Small letters; null when the provider tells none that it has verified. */
  verifiedEmail: string | null
  name: string
}
