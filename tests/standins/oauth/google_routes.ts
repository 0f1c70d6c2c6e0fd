import { html, json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import {
  BadAuthorizeRequest,
  parseChallenge,
  parseScopes,
  type AuthorizeRequest,
} from './authorize_request.js'
import { addAuthorizeRoutes } from './authorize_routes.js'
import { basicOf, bearerOf } from './authorization.js'
import { authorizeErrorPage } from './consent_page.js'
import { NotRedeemed, TOKEN_SECONDS } from './grants.js'
import { asksForEmail, asksForProfile } from './id_token.js'
import { googleSubject } from './people.js'
import type { OauthWorld } from './world.js'

/** developers.google.com/identity/protocols/oauth2/web-server and …/openid-connect */
export function addGoogleRoutes(routes: Routes, world: OauthWorld): void {
  addAuthorizeRoutes(routes, world, '/google/o/oauth2/v2/auth', {
    parse: (query) => parseGoogle(world, query),
    refuse: ({ complaint, message }) =>
      html(
        authorizeErrorPage('google', complaint, message),
        complaint === 'invalid_client' ? 401 : 400
      ),
  })
  routes
    .add('POST', '/google/token', (request) => token(world, request))
    .add('GET', '/google/userinfo', (request) => userinfo(world, request))
    .add('GET', '/google/oauth2/v3/certs', () => json(world.idTokens.certificates))
}

/** Google sends nobody anywhere before the address is known to be the client's. */
function parseGoogle(world: OauthWorld, query: URLSearchParams): AuthorizeRequest {
  const client = world.clients.find('google', query.get('client_id'))
  if (!client) throw new BadAuthorizeRequest('invalid_client', 'The OAuth client was not found.')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (!client.redirectUris.includes(redirectUri)) {
    throw new BadAuthorizeRequest(
      'redirect_uri_mismatch',
      'The redirect_uri is none of those registered for the client.'
    )
  }
  if (query.get('response_type') !== 'code') {
    throw new BadAuthorizeRequest('unsupported_response_type', 'response_type must be code')
  }
  const scopes = parseScopes(query)
  if (scopes.length === 0) {
    throw new BadAuthorizeRequest('invalid_request', 'Missing required parameter: scope')
  }
  return {
    client,
    redirectUri,
    scopes,
    state: query.get('state'),
    challenge: parseChallenge(query, world.requirePkce),
    nonce: query.get('nonce'),
  }
}

function token(world: OauthWorld, request: StandInRequest): Reply {
  if (request.contentType !== 'application/x-www-form-urlencoded') {
    return refused('invalid_request', 'The body must be a form')
  }
  const form = request.form()
  const basic = basicOf(request)
  const client = world.clients.authenticate(
    'google',
    form.get('client_id') ?? basic?.user,
    form.get('client_secret') ?? basic?.password
  )
  if (!client) return refused('invalid_client', 'Unauthorized', 401)
  if (form.get('grant_type') !== 'authorization_code') {
    return refused('unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`)
  }
  try {
    const bought = world.grants.redeem(client, {
      code: form.get('code'),
      redirectUri: form.get('redirect_uri'),
      verifier: form.get('code_verifier'),
    })
    return json({
      access_token: bought.token,
      expires_in: TOKEN_SECONDS,
      scope: bought.scopes.join(' '),
      token_type: 'Bearer',
      ...(bought.scopes.includes('openid') ? { id_token: world.idTokens.issue(bought) } : {}),
    })
  } catch (error) {
    if (error instanceof NotRedeemed) return notRedeemed(error)
    throw error
  }
}

function notRedeemed({ reason }: NotRedeemed): Reply {
  if (reason === 'redirect_uri') return refused('redirect_uri_mismatch', 'Bad Request')
  if (reason === 'verifier-missing') return refused('invalid_grant', 'Missing code verifier.')
  if (reason === 'verifier') return refused('invalid_grant', 'Invalid code verifier.')
  return refused('invalid_grant', 'Bad Request')
}

function userinfo(world: OauthWorld, request: StandInRequest): Reply {
  const found = world.grants.find('google', bearerOf(request) ?? '')
  if (!found) return refused('invalid_request', 'Invalid Credentials', 401)
  const { person, scopes } = found
  return json({
    sub: googleSubject(person),
    ...(scopes.some(asksForProfile)
      ? { name: person.name, given_name: person.name.split(' ')[0] }
      : {}),
    ...(scopes.some(asksForEmail) ? { email: person.email, email_verified: person.verified } : {}),
  })
}

function refused(error: string, description: string, status = 400): Reply {
  return json({ error, error_description: description }, status)
}
