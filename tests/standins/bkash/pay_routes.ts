import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { closedPage, pinPage, unknownPage, walletPage } from './pay_page.js'
import { OTP, PIN } from './pay_secrets.js'
import type { Payment } from './payment.js'
import { callbackAddress, resultOf } from './payment_book.js'
import { pageHash } from './views.js'
import { parseWallet } from './wallets.js'
import type { BkashWorld } from './world.js'

const ADDRESS = '/redirect/tokenized/'

/** The page to pay on. Every step is a plain form, so it works in a captive browser. */
export function addPayRoutes(routes: Routes, { payments }: BkashWorld): void {
  const withPayment = (work: (payment: Payment, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const payment = payments.find(request.query.get('paymentID') ?? '')
      if (!payment || request.query.get('hash') !== pageHash(payment)) {
        return html(unknownPage(), 404)
      }
      if (!payments.isOpen(payment)) {
        return html(closedPage(payment, callbackAddress(payment, resultOf(payment))))
      }
      return work(payment, request)
    }
  }

  routes.add(
    'GET',
    ADDRESS,
    withPayment((payment) => html(walletPage(payment)))
  )
  routes.add(
    'POST',
    ADDRESS,
    withPayment((payment, request) => {
      const form = request.form()
      const action = form.get('action')
      if (action === 'cancel') payments.cancel(payment)
      else if (action === 'fail') payments.fail(payment)
      else if (action === 'pay') {
        const problem = tryToPay(payment, form)
        if (problem !== undefined && payments.isOpen(payment))
          return html(pinPage(payment, problem))
      } else return askForPin(payment, form)
      return seeOther(callbackAddress(payment, resultOf(payment)))
    })
  )

  function tryToPay(payment: Payment, form: URLSearchParams): string | undefined {
    if (payment.wallet === undefined) return 'Enter your account number first.'
    if (form.get('otp') !== OTP) return 'The verification code is wrong.'
    if (form.get('pin') !== PIN) {
      payments.wrongPin(payment)
      return 'The PIN is wrong. After three wrong PINs the payment fails.'
    }
    payments.verify(payment, payment.wallet)
    return undefined
  }
}

function askForPin(payment: Payment, form: URLSearchParams): Reply {
  const wallet = parseWallet(form.get('wallet') ?? '')
  if (wallet === undefined) {
    return html(walletPage(payment, 'Enter a mobile number of 11 digits that starts with 01.'))
  }
  payment.wallet = wallet
  return html(pinPage(payment))
}
