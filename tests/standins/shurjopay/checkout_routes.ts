import { escapeHtml } from '../kit/html.js'
import { payForm, payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { formatTaka } from '../kit/taka.js'
import { MESSAGES } from './codes.js'
import { returnAddress, type Order } from './order_book.js'
import type { CustomerAction, ShurjopayWorld } from './world.js'

const ADDRESS = '/spaycheckout/'
const METHODS = ['bKash', 'Nagad', 'Visa']

/** The page to pay on: the customer chooses how, and is done. */
export function addCheckoutRoutes(routes: Routes, world: ShurjopayWorld): void {
  const { orders } = world
  const withOrder = (work: (order: Order, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const order = orders.find(request.query.get('order_id') ?? '')
      if (!order || request.query.get('token') !== order.pageToken) {
        return html(unknownPaymentPage('shurjoPay'), 404)
      }
      if (!orders.isOpen(order)) return html(closedPage(order))
      return work(order, request)
    }
  }

  routes.add(
    'GET',
    ADDRESS,
    withOrder((order) => {
      orders.open(order)
      return html(methodPage(order))
    })
  )
  routes.add(
    'POST',
    ADDRESS,
    withOrder((order, request) => {
      const form = request.form()
      const action = parseAction(form.get('action'))
      const method = METHODS.find((one) => one === form.get('method'))
      if (action === undefined) return html(methodPage(order))
      if (action === 'pay' && method === undefined) {
        return html(methodPage(order, 'Choose how to pay.'))
      }
      world.act(order, action, method)
      return seeOther(returnAddress(order))
    })
  )
}

export function parseAction(value: unknown): CustomerAction | undefined {
  return value === 'pay' || value === 'cancel' || value === 'fail' ? value : undefined
}

function methodPage(order: Order, problem?: string): string {
  const choices = METHODS.map(
    (method, index) =>
      `<label><input type="radio" name="method" value="${method}"${index === 0 ? ' checked' : ''}>${method}</label>`
  ).join('\n')
  const fieldset = `<fieldset><legend>Pay with</legend>\n${choices}\n</fieldset>`
  return step(order, payForm(fieldset, 'pay', `Pay ${shown(order)}`, problem))
}

/** The order cannot be acted on any more; the way back stays open. */
function closedPage(order: Order): string {
  return step(
    order,
    `<p>This payment has ended: ${escapeHtml(MESSAGES[order.code])}</p>
<a class="button" href="${escapeHtml(returnAddress(order))}">Return to ${escapeHtml(order.merchant.name)}</a>`
  )
}

function step(order: Order, content: string): string {
  return payPage({
    gateway: 'shurjoPay',
    merchant: order.merchant.name,
    reference: order.customerOrderId,
    amount: shown(order),
    content,
  })
}

function shown({ amountPoisha, currency }: Order): string {
  return `${currency === 'BDT' ? '৳' : '$'}${formatTaka(amountPoisha)}`
}
