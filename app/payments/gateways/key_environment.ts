import type { ProviderEnvironment } from '#core/http/provider'

const ENVIRONMENTS: Readonly<Record<string, ProviderEnvironment>> = {
  test: 'sandbox',
  live: 'live',
}

/** Of which environment a key is that says so in its first words: `sk_test_…`, `rzp_live_…`. */
export function environmentOfKey(key: string | undefined): ProviderEnvironment | null {
  const [, word = ''] = /^(?:[rs]k|rzp)_(test|live)_/.exec(key ?? '') ?? []
  return ENVIRONMENTS[word] ?? null
}
