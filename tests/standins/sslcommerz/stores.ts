import { optionalText, requireText, type JsonRecord } from '../kit/guards.js'

/** One store as SSLCommerz hands it out. */
export interface StoreCredentials {
  storeId: string
  storePassword: string
  /** Shown on the page to pay; the store's id when left out. */
  name?: string
  /** A store may be switched off by SSLCommerz. */
  active?: boolean
}

export interface Store extends StoreCredentials {
  name: string
  active: boolean
}

export class Stores {
  readonly #byId = new Map<string, Store>()

  /** Adds a store, or replaces the one with the same id. */
  add(credentials: StoreCredentials): Store {
    const { storeId, name = storeId, active = true } = credentials
    const store = { ...credentials, name, active }
    this.#byId.set(storeId, store)
    return store
  }

  /** The store, when the password is its own. */
  withPassword(storeId: string | null, password: string | null): Store | undefined {
    const store = this.#byId.get(storeId ?? '')
    return store?.storePassword === password ? store : undefined
  }
}

/** @throws ControlError when a credential is missing. */
export function parseStore(body: JsonRecord): StoreCredentials {
  const name = optionalText(body, 'name')
  return {
    storeId: requireText(body, 'storeId'),
    storePassword: requireText(body, 'storePassword'),
    ...(name === undefined ? {} : { name }),
    ...(typeof body.active === 'boolean' ? { active: body.active } : {}),
  }
}
