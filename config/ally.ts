import type { GithubDriverConfig, GoogleDriverConfig } from '@adonisjs/ally/types'
import type { Secret } from '@adonisjs/core/helpers'
import { appUrl } from '#config/app'
import env from '#start/env'

/** Where stand-ins of Google and GitHub are, in tests and the demo; unset, the real ones are asked. */
const standIn = env.get('OAUTH_BASE_URL')

const googleClient = client('google', env.get('GOOGLE_CLIENT_ID'), env.get('GOOGLE_CLIENT_SECRET'))
const google: GoogleDriverConfig | null = googleClient && {
  ...googleClient,
  scopes: ['openid', 'email', 'profile'],
  prompt: 'select_account',
  ...(standIn && {
    authorizeUrl: `${standIn}/google/o/oauth2/v2/auth`,
    accessTokenUrl: `${standIn}/google/token`,
    userInfoUrl: `${standIn}/google/userinfo`,
  }),
}

const githubClient = client('github', env.get('GITHUB_CLIENT_ID'), env.get('GITHUB_CLIENT_SECRET'))
const github: GithubDriverConfig | null = githubClient && {
  ...githubClient,
  scopes: ['read:user', 'user:email'],
  ...(standIn && {
    authorizeUrl: `${standIn}/github/login/oauth/authorize`,
    accessTokenUrl: `${standIn}/github/login/oauth/access_token`,
    userInfoUrl: `${standIn}/github/user`,
    userEmailUrl: `${standIn}/github/user/emails`,
  }),
}

/** Null where this installation has no client registered with the provider: its button is not shown. */
export default { google, github }

function client(
  provider: string,
  clientId: string | undefined,
  secret: Secret<string> | undefined
) {
  if (!clientId || !secret) return null
  const callbackUrl = `${appUrl.origin}/oauth/${provider}/callback`
  return { clientId, clientSecret: secret.release(), callbackUrl }
}
