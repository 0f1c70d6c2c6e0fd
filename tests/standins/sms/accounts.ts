import type { Purse } from './purse.js'

/** Somebody's account at a provider, found by what its API names it by. */
export interface SmsAccount {
  readonly id: string
  readonly purse: Purse
}

/** The accounts of one provider. */
export class AccountBook<Options, Account extends SmsAccount> {
  readonly #accounts = new Map<string, Account>()

  constructor(
    private readonly open: (options: Options) => Account,
    options: readonly Options[] = []
  ) {
    for (const each of options) this.add(each)
  }

  /** Adds an account, or replaces the one with the same id. */
  add(options: Options): Account {
    const account = this.open(options)
    this.#accounts.set(account.id, account)
    return account
  }

  find(id: string | undefined): Account | undefined {
    return id === undefined ? undefined : this.#accounts.get(id)
  }
}
