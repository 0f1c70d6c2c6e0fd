import type { ProviderFaults } from '../kit/faults.js'
import { json } from '../kit/reply.js'

/** Ways of Google and GitHub to be wrong, beside those every server has. */
export const oauthFaults: ProviderFaults = {
  instead: {
    'refuse': ({ value = 'invalid_grant' }) =>
      json({ error: value, error_description: 'Bad Request' }, 400),
    'unauthorized': () => json({ message: 'Bad credentials', error: 'invalid_token' }, 401),
    'too-many': () => json({ message: 'API rate limit exceeded', error: 'rate_limited' }, 429),
  },
}
