import { handOverForm, payForm, payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { formatTaka } from '../kit/taka.js'
import type { Session } from './session_book.js'
import { callbackFields, callbackUrl } from './views.js'
import type { CustomerAction, PayMethod, SslcommerzWorld } from './world.js'

const METHODS: [PayMethod, string][] = [
  ['bkash', 'bKash'],
  ['visa', 'Visa'],
  ['risky', 'Visa, marked as risky'],
]
const PREFIX = 'testcde'

/**
 * The hosted page. The way back is a form that posts to the merchant from our origin; a person
 * presses its button, and may do so again.
 */
export function addGatewayRoutes(routes: Routes, world: SslcommerzWorld): void {
  const { sessions } = world
  const withSession = (work: (session: Session, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const key = request.params.key ?? ''
      const session = key.startsWith(PREFIX) ? sessions.find(key.slice(PREFIX.length)) : undefined
      if (!session) return html(unknownPaymentPage('SSLCommerz'), 404)
      return sessions.isOpen(session) ? work(session, request) : html(handOver(session))
    }
  }

  routes.add(
    'GET',
    '/EasyCheckOut/:key',
    withSession((session) => {
      sessions.visit(session)
      return html(methodPage(session))
    })
  )
  routes.add(
    'POST',
    '/EasyCheckOut/:key',
    withSession((session, request) => {
      const form = request.form()
      const action = parseAction(form.get('action'))
      const method = parseMethod(form.get('method'))
      if (!action) return html(methodPage(session))
      if (action === 'pay' && !method) return html(methodPage(session, 'Choose how to pay.'))
      world.act(session, action, method)
      return html(handOver(session))
    })
  )

  function handOver(session: Session): string {
    const fields = callbackFields(session, world.settings.amounts)
    return step(
      session,
      `<p>${session.valId === undefined ? 'Nothing was charged.' : 'You have paid.'}</p>
${handOverForm(callbackUrl(session), fields, `Return to ${session.store.name}`)}`
    )
  }
}

export function parseAction(value: unknown): CustomerAction | undefined {
  return value === 'pay' || value === 'cancel' || value === 'fail' ? value : undefined
}

export function parseMethod(value: unknown): PayMethod | undefined {
  return METHODS.find(([method]) => method === value)?.[0]
}

function methodPage(session: Session, problem?: string): string {
  const choices = METHODS.map(
    ([method, label], index) =>
      `<label><input type="radio" name="method" value="${method}"${index === 0 ? ' checked' : ''}>${label}</label>`
  ).join('\n')
  const fieldset = `<fieldset><legend>Pay with</legend>\n${choices}\n</fieldset>`
  return step(session, payForm(fieldset, 'pay', `Pay ${shown(session)}`, problem))
}

function step(session: Session, content: string): string {
  return payPage({
    gateway: 'SSLCommerz',
    merchant: session.store.name,
    reference: session.tranId,
    amount: shown(session),
    content,
  })
}

function shown({ currency, currencyMinor }: Session): string {
  return `${currency === 'BDT' ? '৳' : `${currency} `}${formatTaka(currencyMinor)}`
}
