import { ControlError, requireText, type JsonRecord } from '../kit/guards.js'

export const PROVIDERS = ['google', 'github'] as const
export type Provider = (typeof PROVIDERS)[number]

/** An application as somebody registered it with a provider. */
export interface OauthClient {
  provider: Provider
  clientId: string
  clientSecret: string
  /** Compared to the letter. The first is GitHub's when a request names none. */
  redirectUris: string[]
}

export class Clients {
  readonly #clients = new Map<string, OauthClient>()

  /** Adds an application, or replaces the one with the same number. */
  add(client: OauthClient): void {
    if (client.redirectUris.length === 0) throw new ControlError('"redirectUris" is empty')
    this.#clients.set(slot(client.provider, client.clientId), client)
  }

  find(provider: Provider, clientId: string | null | undefined): OauthClient | undefined {
    return this.#clients.get(slot(provider, clientId ?? ''))
  }

  /** The application whose number and secret these are. */
  authenticate(
    provider: Provider,
    clientId: string | null | undefined,
    secret: string | null | undefined
  ): OauthClient | undefined {
    const client = this.find(provider, clientId)
    return client?.clientSecret === secret ? client : undefined
  }
}

/** @throws ControlError when a part is missing or wrong. */
export function parseClient(body: JsonRecord): OauthClient {
  const { redirectUris } = body
  const provider = PROVIDERS.find((one) => one === body.provider)
  if (provider === undefined) throw new ControlError(`"provider" is ${PROVIDERS.join(' or ')}`)
  if (!Array.isArray(redirectUris) || !redirectUris.every((one) => typeof one === 'string')) {
    throw new ControlError('"redirectUris" must be a list of addresses')
  }
  return {
    provider,
    clientId: requireText(body, 'clientId'),
    clientSecret: requireText(body, 'clientSecret'),
    redirectUris,
  }
}

function slot(provider: Provider, clientId: string): string {
  return `${provider} ${clientId}`
}
