import { html, json, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import {
  BadAuthorizeRequest,
  parseChallenge,
  parseScopes,
  withQuery,
  type AuthorizeRequest,
} from './authorize_request.js'
import { addAuthorizeRoutes } from './authorize_routes.js'
import { bearerOf } from './authorization.js'
import { authorizeErrorPage } from './consent_page.js'
import { NotRedeemed, type AccessToken } from './grants.js'
import { emailsOf, githubLogin } from './people.js'
import type { OauthWorld } from './world.js'

const ERRORS = {
  incorrect_client_credentials: 'The client_id and/or client_secret passed are incorrect.',
  bad_verification_code: 'The code passed is incorrect or expired.',
  redirect_uri_mismatch:
    'The redirect_uri MUST match the registered callback URL for this application.',
} as const

/** docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps */
export function addGithubRoutes(routes: Routes, world: OauthWorld): void {
  addAuthorizeRoutes(routes, world, '/github/login/oauth/authorize', {
    parse: (query) => parseGithub(world, query),
    refuse: (error, query) => refuse(world, error, query),
  })
  routes
    .add('POST', '/github/login/oauth/access_token', (request) => token(world, request))
    .add('GET', '/github/user', (request) => asPerson(world, request, userView))
    .add('GET', '/github/user/emails', (request) => asPerson(world, request, emailsView))
}

function parseGithub(world: OauthWorld, query: URLSearchParams): AuthorizeRequest {
  const client = world.clients.find('github', query.get('client_id'))
  if (!client) throw new BadAuthorizeRequest('not_found', 'There is no such application.')
  const redirectUri = query.get('redirect_uri') ?? client.redirectUris[0] ?? ''
  if (!client.redirectUris.includes(redirectUri)) {
    throw new BadAuthorizeRequest('redirect_uri_mismatch', ERRORS.redirect_uri_mismatch)
  }
  return {
    client,
    redirectUri,
    scopes: parseScopes(query),
    state: query.get('state'),
    challenge: parseChallenge(query, world.requirePkce),
    nonce: null,
  }
}

/** GitHub tells the registered address what was wrong, never the one that was asked for. */
function refuse(world: OauthWorld, error: BadAuthorizeRequest, query: URLSearchParams): Reply {
  const registered = world.clients.find('github', query.get('client_id'))?.redirectUris[0]
  if (registered === undefined) {
    return html(authorizeErrorPage('github', error.complaint, error.message), 404)
  }
  return seeOther(
    withQuery(registered, {
      error: error.complaint,
      error_description: error.message,
      state: query.get('state'),
    })
  )
}

/** Refusals have status 200, too. */
function token(world: OauthWorld, request: StandInRequest): Reply {
  const given = fieldsOf(request)
  const answer = (fields: Record<string, string>) => inFormat(request, fields)
  const refusal = (error: keyof typeof ERRORS) =>
    answer({ error, error_description: ERRORS[error] })
  const client = world.clients.authenticate(
    'github',
    given.get('client_id'),
    given.get('client_secret')
  )
  if (!client) return refusal('incorrect_client_credentials')
  try {
    const bought = world.grants.redeem(client, {
      code: given.get('code'),
      redirectUri: given.get('redirect_uri') ?? client.redirectUris[0] ?? null,
      verifier: given.get('code_verifier'),
    })
    return answer({
      access_token: bought.token,
      scope: bought.scopes.join(','),
      token_type: 'bearer',
    })
  } catch (error) {
    if (!(error instanceof NotRedeemed)) throw error
    return refusal(
      error.reason === 'redirect_uri' ? 'redirect_uri_mismatch' : 'bad_verification_code'
    )
  }
}

/** A form, JSON, or all of it in the address. */
function fieldsOf(request: StandInRequest): URLSearchParams {
  if (request.body === '') return request.query
  const body = request.jsonObject()
  if (request.contentType !== 'application/json' || !body) return request.form()
  const fields = new URLSearchParams()
  for (const [name, value] of Object.entries(body)) fields.set(name, String(value))
  return fields
}

/** A form unless JSON is asked for. */
function inFormat(request: StandInRequest, fields: Record<string, string>): Reply {
  if (request.header('accept')?.includes('json')) return json(fields)
  return {
    status: 200,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(fields).toString(),
  }
}

function asPerson(
  world: OauthWorld,
  request: StandInRequest,
  view: (token: AccessToken) => unknown
): Reply {
  if (request.header('user-agent') === undefined) {
    return problem('Request forbidden by administrative rules: a User-Agent is needed', 403)
  }
  const found = world.grants.find('github', bearerOf(request) ?? '')
  if (!found) return problem('Bad credentials', 401)
  const content = view(found)
  return content === undefined ? problem('Not Found', 404) : json(content)
}

function userView({ person }: AccessToken) {
  return {
    login: githubLogin(person),
    id: person.id,
    node_id: Buffer.from(`04:User${person.id}`).toString('base64'),
    type: 'User',
    site_admin: false,
    name: person.name,
    email: person.publicEmail ? person.email : null,
  }
}

/** Without the right to see them they are not there. */
function emailsView({ person, scopes }: AccessToken) {
  if (!scopes.includes('user') && !scopes.includes('user:email')) return undefined
  return emailsOf(person).map(({ email, verified }, index) => ({
    email,
    primary: index === 0,
    verified,
    visibility: index === 0 ? (person.publicEmail ? 'public' : 'private') : null,
  }))
}

function problem(message: string, status: number): Reply {
  return json(
    { message, documentation_url: 'https://docs.github.com/rest', status: `${status}` },
    status
  )
}
