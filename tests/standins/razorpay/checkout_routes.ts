import { escapeHtml } from '../kit/html.js'
import { handOverForm, payForm, payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import type { Checkout } from './checkout_desk.js'
import { METHODS, type PayMethod } from './payment_book.js'
import { Refusal } from './refusals.js'
import { cancelledBack, failedBack, paidBack, type WayBack } from './way_back.js'
import type { CustomerAction, RazorpayWorld } from './world.js'

/** The hosted checkout: a form of the shop opens it, plain forms lead through it and back. */
export function addCheckoutRoutes(routes: Routes, world: RazorpayWorld): void {
  routes.add('POST', '/v1/checkout/embedded', (request) =>
    guarded(() => {
      const { token } = world.checkouts.open(request.form())
      return seeOther(`${world.publicUrl ?? request.origin}/v1/checkout/hosted/${token}`)
    })
  )
  routes.add('GET', '/v1/checkout/hosted/:token', ({ params }) =>
    guarded(() => html(choicePage(world.checkouts.find(params.token ?? ''))))
  )
  routes.add('POST', '/v1/checkout/hosted/:token', (request) =>
    guarded(() => {
      const checkout = world.checkouts.find(request.params.token ?? '')
      const form = request.form()
      const action = parseAction(form.get('action'))
      const method = METHODS.find((one) => one === form.get('method'))
      if (action === undefined || checkout.order.status === 'paid')
        return html(choicePage(checkout))
      if (action === 'pay' && method === undefined) {
        return html(choicePage(checkout, 'Choose how to pay.'))
      }
      const back = act(world, checkout, action, method)
      return back.method === 'GET' ? seeOther(back.url) : html(backPage(checkout, back))
    })
  )
}

/** What the customer does on the page, and where it leads. */
export function act(
  world: RazorpayWorld,
  checkout: Checkout,
  action: CustomerAction,
  method: PayMethod = 'upi'
): WayBack {
  const { order, contact, email } = checkout
  if (action === 'cancel') return cancelledBack(checkout)
  const payer = { method, contact, email }
  if (action === 'fail') return failedBack(checkout, world.fail(order, payer))
  return paidBack(checkout, world.pay(order, payer))
}

export function parseAction(value: unknown): CustomerAction | undefined {
  return value === 'pay' || value === 'cancel' || value === 'fail' ? value : undefined
}

function choicePage(checkout: Checkout, problem?: string): string {
  if (checkout.order.status === 'paid') return step(checkout, '<p>This order is already paid.</p>')
  const choices = METHODS.map(
    (method, index) =>
      `<label><input type="radio" name="method" value="${method}"${index === 0 ? ' checked' : ''}>${method}</label>`
  ).join('\n')
  const fieldset = `<fieldset><legend>Pay with</legend>\n${choices}\n</fieldset>`
  return step(checkout, payForm(fieldset, 'pay', `Pay ${shown(checkout)}`, problem))
}

/** Razorpay's own page posts this by a script; here a person presses the button. */
function backPage(checkout: Checkout, { url, form }: WayBack): string {
  const label = `Return to ${checkout.name}`
  return step(checkout, handOverForm(url, form, label))
}

function step(checkout: Checkout, content: string): string {
  return payPage({
    gateway: 'Razorpay',
    merchant: checkout.name,
    reference: checkout.order.receipt ?? checkout.order.id,
    amount: shown(checkout),
    content,
  })
}

function shown({ order: { amountMinor, currency } }: Checkout): string {
  return `${currency === 'INR' ? '₹' : `${currency} `}${(amountMinor / 100).toFixed(2)}`
}

function guarded(work: () => Reply): Reply {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const page = unknownPaymentPage('Razorpay')
    return html(
      page.replace('</h1>', `</h1>\n<p class="wrong">${escapeHtml(error.message)}</p>`),
      error.status
    )
  }
}
