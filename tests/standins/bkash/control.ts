import { ControlError, optionalText, requireText } from '../kit/guards.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import type { FaultQueue } from '../kit/faults.js'
import { parseMerchant, type MerchantCredentials } from './merchants.js'
import { formatAmount, parseAmount } from './money.js'
import type { Agreement } from './agreement_book.js'
import { isPayment, type Payment } from './payment.js'
import { ENVELOPES, type Envelope } from './refusals.js'
import type { Visit } from './visit.js'
import { callbackAddress } from './visits.js'
import { parseWallet } from './wallets.js'
import type { BkashWorld } from './world.js'

export type CustomerAction = 'pay' | 'cancel' | 'fail'

const DEFAULT_WALLET = '01770618575'

/** What a test may do to bKash. */
export class BkashControl extends StandInControl {
  constructor(
    private readonly world: BkashWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** Adds a merchant, or replaces the credentials of one with the same username. */
  addMerchant(credentials: MerchantCredentials): void {
    this.world.merchants.add(credentials)
  }

  payments(): Payment[] {
    return this.world.payments.all()
  }

  /** @throws ControlError when there is no such payment. */
  payment(paymentId: string): Payment {
    const payment = this.world.payments.find(paymentId)
    if (!payment) throw new ControlError(`There is no payment "${paymentId}"`)
    return payment
  }

  agreements(): Agreement[] {
    return this.world.agreements.all()
  }

  /** The customer ends the agreement in bKash's app. @throws ControlError */
  endAgreement(agreementId: string): void {
    const agreement = this.agreements().find((one) => one.agreementId === agreementId)
    if (!agreement) throw new ControlError(`There is no agreement "${agreementId}"`)
    this.world.agreements.cancel(agreement)
  }

  /**
   * Does what the customer does on the page, without a browser.
   * @returns the address to which bKash would now send that browser.
   * @throws ControlError when the payment is not open any more.
   */
  complete(paymentId: string, action: CustomerAction, wallet = DEFAULT_WALLET): string {
    const visit = this.world.visit(paymentId)
    if (!visit) throw new ControlError(`There is no payment "${paymentId}"`)
    const { visits } = this.world
    if (!visits.isOpen(visit)) throw new ControlError(`The payment is ${visit.state}`)
    const number = parseWallet(visit.wallet ?? wallet)
    if (number === undefined) throw new ControlError('"wallet" is not a bKash number')
    if (action === 'pay') visits.verify(visit, number)
    else if (action === 'cancel') visits.cancel(visit)
    else visits.fail(visit)
    const status = {
      pay: 'success',
      cancel: 'cancel',
      fail: 'failure',
    } as const
    return callbackAddress(visit, status[action])
  }

  resetGrants(username?: string): void {
    this.world.tokens.reset(username)
  }

  /** @param amount taka as a decimal string */
  setWalletBalance(wallet: string, amount: string): void {
    const number = parseWallet(wallet)
    const poisha = /^0(\.0+)?$/.test(amount) ? 0 : parseAmount(amount)
    if (number === undefined || poisha === undefined) {
      throw new ControlError('"wallet" or "balance" is not understood')
    }
    this.world.wallets.setBalance(number, poisha)
  }

  walletBalance(wallet: string): string {
    return formatAmount(this.world.wallets.balance(parseWallet(wallet) ?? wallet))
  }

  useEnvelope(envelope: Envelope): void {
    this.world.settings.errorEnvelope = envelope
  }

  useAlreadyCompletedCode(code: '2062' | '2117'): void {
    this.world.payments.alreadyCompletedCode = code
  }
}

export function addBkashControlRoutes(routes: Routes, control: BkashControl): void {
  addControlRoutes(routes, control)
  routes
    .add('GET', '/__control/payments', () =>
      json({ payments: control.payments().map(withoutSecrets) })
    )
    .add('GET', '/__control/payments/:id', (request) =>
      json(withoutSecrets(control.payment(request.params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const id = request.params.id ?? ''
      const wallet = optionalText(body, 'wallet')
      return json({
        callbackUrl: control.complete(id, parseAction(body.action), wallet),
      })
    })
    .add('GET', '/__control/agreements', () =>
      json({ agreements: control.agreements().map(withoutSecrets) })
    )
    .add('DELETE', '/__control/agreements/:id', (request) => {
      control.endAgreement(request.params.id ?? '')
      return json({})
    })
    .add('POST', '/__control/merchants', (request) => {
      control.addMerchant(parseMerchant(controlBody(request)))
      return json({}, 201)
    })
    .add('DELETE', '/__control/grants', (request) => {
      control.resetGrants(request.query.get('username') ?? undefined)
      return json({})
    })
    .add('POST', '/__control/wallets', (request) => {
      const body = controlBody(request)
      control.setWalletBalance(requireText(body, 'wallet'), requireText(body, 'balance'))
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      const { errorEnvelope, alreadyCompletedCode: code } = controlBody(request)
      const envelope = ENVELOPES.find((one) => one === errorEnvelope)
      if (envelope) control.useEnvelope(envelope)
      if (code === '2062' || code === '2117') control.useAlreadyCompletedCode(code)
      return json({})
    })
}

function parseAction(value: unknown): CustomerAction {
  if (value === 'pay' || value === 'cancel' || value === 'fail') return value
  throw new ControlError('"action" must be pay, cancel or fail')
}

/** A payment or an agreement without its merchant's secrets. */
function withoutSecrets(visit: Visit): object {
  const { merchant, ...rest } = visit
  const agreement = isPayment(visit) ? visit.agreement : undefined
  return {
    ...rest,
    merchant: merchant.username,
    ...(agreement ? { agreement: agreement.agreementId } : {}),
  }
}
