import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError, optionalNumber, optionalText } from '../kit/guards.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { AMOUNT_STYLES } from '../kit/taka.js'
import { parseMerchant, type MerchantAccount, type MerchantKeys } from './merchants.js'
import { parseWallet } from './pay_routes.js'
import type { Payment } from './payment_book.js'
import { callbackAddress } from './views.js'
import type { NagadSettings, NagadWorld } from './world.js'

export type CustomerAction = 'pay' | 'cancel' | 'fail'

const DEFAULT_WALLET = '01770618575'

/** What a test may do to Nagad. */
export class NagadControl extends StandInControl {
  constructor(
    private readonly world: NagadWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** Nagad's own key, SPKI in base64: what every merchant of it encrypts to. */
  get pgPublicKey(): string {
    return this.world.keys.publicKey
  }

  /** Adds a merchant, or replaces the one with the same id; answers the keys to type in. */
  addMerchant(account: MerchantAccount): MerchantKeys {
    return this.world.addMerchant(account)
  }

  payments(): Payment[] {
    return this.world.payments.all()
  }

  /** By Nagad's reference or, where only one has it, the order id. @throws ControlError */
  payment(id: string): Payment {
    const [payment, ...others] = this.payments().filter(
      (one) => one.paymentRefId === id || one.orderId === id
    )
    if (!payment || others.length > 0) throw new ControlError(`There is no one payment "${id}"`)
    return payment
  }

  /**
   * Does what the customer does on the page, without a browser.
   * @returns the address to which Nagad would now send that browser.
   * @throws ControlError when the payment is not open.
   */
  complete(id: string, action: CustomerAction, wallet = DEFAULT_WALLET): string {
    const payment = this.payment(id)
    const { payments } = this.world
    if (!payments.isOpen(payment)) throw new ControlError(`The payment is ${payment.status}`)
    const number = parseWallet(wallet)
    if (number === undefined) throw new ControlError('"wallet" is not a Nagad number')
    if (action === 'pay') payments.pay(payment, number)
    else if (action === 'cancel') payments.abort(payment)
    else payments.fail(payment)
    return callbackAddress(payment)
  }

  /** Money that is taken although the browser went away or the payment had ended otherwise. */
  payLate(id: string): void {
    this.world.payments.pay(this.payment(id), DEFAULT_WALLET)
  }

  use(settings: Partial<NagadSettings>): void {
    Object.assign(this.world.settings, settings)
  }
}

export function addNagadControlRoutes(routes: Routes, control: NagadControl): void {
  addControlRoutes(routes, control)
  routes
    .add('GET', '/__control/payments', () =>
      json({ payments: control.payments().map(paymentView) })
    )
    .add('GET', '/__control/payments/:id', (request) =>
      json(paymentView(control.payment(request.params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const wallet = optionalText(body, 'wallet')
      const { action } = body
      if (action !== 'pay' && action !== 'cancel' && action !== 'fail') {
        throw new ControlError('"action" must be pay, cancel or fail')
      }
      return json({ callbackUrl: control.complete(request.params.id ?? '', action, wallet) })
    })
    .add('POST', '/__control/merchants', (request) =>
      json(control.addMerchant(parseMerchant(controlBody(request))), 201)
    )
    .add('POST', '/__control/settings', (request) => {
      const body = controlBody(request)
      const amounts = AMOUNT_STYLES.find((one) => one === body.amounts)
      if (amounts) control.use({ amounts })
      const toleranceSeconds = optionalNumber(body, 'toleranceSeconds')
      if (toleranceSeconds !== undefined) control.use({ toleranceSeconds })
      return json({})
    })
}

/** A payment without its merchant's key and without the challenge. */
function paymentView({ merchant, challenge: _, ...payment }: Payment) {
  return { ...payment, merchant: merchant.merchantId }
}
