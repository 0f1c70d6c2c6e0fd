import { escapeHtml } from '../kit/html.js'
import { payForm, payPage, unknownPaymentPage } from '../kit/pay_page.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { formatTaka } from '../kit/taka.js'
import type { Payment } from './payment_book.js'
import { callbackAddress } from './views.js'
import type { NagadWorld } from './world.js'

/** What every wallet here takes; the page says so. */
export const OTP = '123456'
export const PIN = '1234'

const WALLET = /^01[3-9]\d{8}$/

/** The page to pay on: first whose wallet, then the code and the PIN, each a plain form. */
export function addPayRoutes(routes: Routes, { payments }: NagadWorld): void {
  const withPayment = (work: (payment: Payment, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const payment = payments.find(request.params.paymentRefId ?? '')
      if (!payment?.order) return html(unknownPaymentPage('Nagad'), 404)
      return payments.isOpen(payment) ? work(payment, request) : html(closedPage(payment))
    }
  }

  routes.add(
    'GET',
    '/check-out/:paymentRefId',
    withPayment((payment) => html(walletPage(payment)))
  )
  routes.add(
    'POST',
    '/check-out/:paymentRefId',
    withPayment((payment, request) => {
      const form = request.form()
      const action = form.get('action')
      if (action === 'cancel') payments.abort(payment)
      else if (action === 'fail') payments.fail(payment)
      else if (action === 'pay') {
        const problem = tryToPay(payment, form)
        if (problem !== undefined && payments.isOpen(payment)) {
          return html(pinPage(payment, problem))
        }
      } else return askForPin(payment, form)
      return seeOther(callbackAddress(payment))
    })
  )

  function askForPin(payment: Payment, form: URLSearchParams): Reply {
    const wallet = parseWallet(form.get('wallet') ?? '')
    if (wallet === undefined) {
      return html(walletPage(payment, 'Enter a mobile number of 11 digits that starts with 01.'))
    }
    payments.sendOtp(payment, wallet)
    return html(pinPage(payment))
  }

  function tryToPay(payment: Payment, form: URLSearchParams): string | undefined {
    if (payment.wallet === undefined) return 'Enter your account number first.'
    if (form.get('otp') !== OTP) return 'The verification code is wrong.'
    if (form.get('pin') !== PIN) {
      payments.wrongPin(payment)
      return 'The PIN is wrong. After three wrong PINs the payment fails.'
    }
    payments.pay(payment, payment.wallet)
    return undefined
  }
}

/** `01712345678` out of any usual spelling of a Bangladeshi mobile number. */
export function parseWallet(spelling: string): string | undefined {
  const digits = spelling.replace(/[\s()+-]/g, '').replace(/^880/, '0')
  return WALLET.test(digits) ? digits : undefined
}

function walletPage(payment: Payment, problem?: string): string {
  const field = `<label for="wallet">Your Nagad account number</label>
<input id="wallet" name="wallet" inputmode="tel" autocomplete="tel-national" placeholder="01XXXXXXXXX" maxlength="20" autofocus>
<p class="hint">For tests any mobile number pays.</p>`
  return step(payment, payForm(field, 'wallet', 'Proceed', problem))
}

function pinPage(payment: Payment, problem?: string): string {
  const fields = `<label for="otp">Verification code</label>
<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" maxlength="6" autofocus>
<p class="hint">The code sent to ${escapeHtml(payment.wallet ?? '')} is ${OTP}.</p>
<label for="pin">PIN</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="4">
<p class="hint">The PIN of every wallet here is ${PIN}.</p>`
  return step(payment, payForm(fields, 'pay', `Pay ${shown(payment)}`, problem))
}

/** The payment cannot be acted on any more; the way back stays open. */
function closedPage(payment: Payment): string {
  const ended = ['Success', 'Aborted', 'Failed'].includes(payment.status)
  const words = ended ? `This payment has ended: ${payment.status}.` : 'The time to pay is over.'
  return step(
    payment,
    `<p>${words}</p>
<a class="button" href="${escapeHtml(callbackAddress(payment))}">Return to ${escapeHtml(payment.merchant.name)}</a>`
  )
}

function step(payment: Payment, content: string): string {
  return payPage({
    gateway: 'Nagad',
    merchant: payment.merchant.name,
    reference: payment.orderId,
    amount: shown(payment),
    content,
  })
}

function shown({ order }: Payment): string {
  return `৳${formatTaka(order?.amountPoisha ?? 0)}`
}
