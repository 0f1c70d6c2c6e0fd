import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { BadAuthorizeRequest, type AuthorizeRequest } from './authorize_request.js'
import { consentPage } from './consent_page.js'
import type { OauthWorld } from './world.js'

export interface Dialect {
  /** @throws BadAuthorizeRequest */
  parse(query: URLSearchParams): AuthorizeRequest
  refuse(error: BadAuthorizeRequest, query: URLSearchParams): Reply
}

/** The page a provider asks on. All of the question is in its address, so forms post there. */
export function addAuthorizeRoutes(
  routes: Routes,
  world: OauthWorld,
  path: string,
  dialect: Dialect
): void {
  const asked = (work: (asked: AuthorizeRequest, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      try {
        return work(dialect.parse(request.query), request)
      } catch (error) {
        if (error instanceof BadAuthorizeRequest) return dialect.refuse(error, request.query)
        throw error
      }
    }
  }
  const showPage = (request: AuthorizeRequest) => html(consentPage(request, world.people.all()))
  routes.add('GET', path, asked(showPage)).add(
    'POST',
    path,
    asked((question, request) => {
      const form = request.form()
      if (form.get('action') === 'deny') return seeOther(world.deny(question))
      const person = chosen(world, form)
      return person ? seeOther(world.allow(question, person)) : showPage(question)
    })
  )
}

function chosen({ people }: OauthWorld, form: URLSearchParams) {
  if (form.get('action') !== 'new') return people.find(Number(form.get('person')))
  const name = form.get('name') ?? ''
  const email = form.get('email') ?? ''
  if (name === '' || email === '') return undefined
  return people.add({ name, email, verified: form.get('verified') === 'yes' })
}
