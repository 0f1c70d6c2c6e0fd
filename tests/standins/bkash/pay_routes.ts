import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { closedPage, pinPage, unknownPage, walletPage } from './pay_page.js'
import { OTP, PIN } from './pay_secrets.js'
import { agreed } from './payment.js'
import { pageHash } from './views.js'
import type { Visit } from './visit.js'
import { callbackAddress, resultOf } from './visits.js'
import { parseWallet } from './wallets.js'
import type { BkashWorld } from './world.js'

const ADDRESS = '/redirect/tokenized/'

/** The page to pay on. Every step is a plain form, so it works in a captive browser. */
export function addPayRoutes(routes: Routes, world: BkashWorld): void {
  const { visits } = world
  const withVisit = (work: (visit: Visit, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const visit = world.visit(request.query.get('paymentID') ?? '')
      if (!visit || request.query.get('hash') !== pageHash(visit)) {
        return html(unknownPage(), 404)
      }
      if (!visits.isOpen(visit)) {
        return html(closedPage(visit, callbackAddress(visit, resultOf(visit))))
      }
      return work(visit, request)
    }
  }

  routes.add(
    'GET',
    ADDRESS,
    withVisit((visit) => html(agreed(visit) ? pinPage(visit) : walletPage(visit)))
  )
  routes.add(
    'POST',
    ADDRESS,
    withVisit((visit, request) => {
      const form = request.form()
      const action = form.get('action')
      if (action === 'cancel') visits.cancel(visit)
      else if (action === 'fail') visits.fail(visit)
      else if (action === 'pay') {
        const problem = tryToPay(visit, form)
        if (problem !== undefined && visits.isOpen(visit)) return html(pinPage(visit, problem))
      } else return askForPin(visit, form)
      return seeOther(callbackAddress(visit, resultOf(visit)))
    })
  )

  function tryToPay(visit: Visit, form: URLSearchParams): string | undefined {
    if (visit.wallet === undefined) return 'Enter your account number first.'
    if (!agreed(visit) && form.get('otp') !== OTP) return 'The verification code is wrong.'
    if (form.get('pin') !== PIN) {
      visits.wrongPin(visit)
      return 'The PIN is wrong. After three wrong PINs the payment fails.'
    }
    visits.verify(visit, visit.wallet)
    return undefined
  }
}

function askForPin(visit: Visit, form: URLSearchParams): Reply {
  const wallet = parseWallet(form.get('wallet') ?? '')
  if (wallet === undefined) {
    return html(walletPage(visit, 'Enter a mobile number of 11 digits that starts with 01.'))
  }
  visit.wallet = wallet
  return html(pinPage(visit))
}
