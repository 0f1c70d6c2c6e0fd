import type { GithubDriverConfig, GoogleDriverConfig } from '@adonisjs/ally/types'
import { appUrl } from '#config/app'
import env from '#start/env'

/** What the environment says; each may be missing. */
export interface SignInSettings {
  google: { id: string | undefined; secret: string | undefined }
  github: { id: string | undefined; secret: string | undefined }
  /** Where stand-ins of both are, in tests and the demo; without, the real ones are asked. */
  standIn: string | undefined
}

/** Null where this installation has no client registered with the provider: its button is not shown. */
export function signInClients({ google, github, standIn }: SignInSettings): {
  google: GoogleDriverConfig | null
  github: GithubDriverConfig | null
} {
  const googleClient = client('google', google)
  const githubClient = client('github', github)
  return {
    google: googleClient && {
      ...googleClient,
      scopes: ['openid', 'email', 'profile'],
      prompt: 'select_account',
      ...(standIn && {
        authorizeUrl: `${standIn}/google/o/oauth2/v2/auth`,
        accessTokenUrl: `${standIn}/google/token`,
        userInfoUrl: `${standIn}/google/userinfo`,
      }),
    },
    github: githubClient && {
      ...githubClient,
      scopes: ['read:user', 'user:email'],
      ...(standIn && {
        authorizeUrl: `${standIn}/github/login/oauth/authorize`,
        accessTokenUrl: `${standIn}/github/login/oauth/access_token`,
        userInfoUrl: `${standIn}/github/user`,
        userEmailUrl: `${standIn}/github/user/emails`,
      }),
    },
  }
}

function client(provider: string, { id, secret }: SignInSettings['google']) {
  if (!id || !secret) return null
  const callbackUrl = `${appUrl.origin}/oauth/${provider}/callback`
  return { clientId: id, clientSecret: secret, callbackUrl }
}

export default signInClients({
  google: { id: env.get('GOOGLE_CLIENT_ID'), secret: env.get('GOOGLE_CLIENT_SECRET')?.release() },
  github: { id: env.get('GITHUB_CLIENT_ID'), secret: env.get('GITHUB_CLIENT_SECRET')?.release() },
  standIn: env.get('OAUTH_BASE_URL'),
})
