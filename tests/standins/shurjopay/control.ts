import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError, optionalNumber, optionalText } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import type { NoticeBoard } from '../kit/notices.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { AMOUNT_STYLES } from '../kit/taka.js'
import { parseAction } from './checkout_routes.js'
import { isSpCode } from './codes.js'
import { parseMerchant, type StoreCredentials } from './merchants.js'
import { returnAddress, type Order } from './order_book.js'
import type { VerificationStyle } from './views.js'
import type { CustomerAction, ShurjopayWorld } from './world.js'

/** What a test may do to shurjoPay. */
export class ShurjopayControl extends StandInControl {
  constructor(
    private readonly world: ShurjopayWorld,
    clock: Clock,
    calls: CallLog,
    faults: FaultQueue
  ) {
    super(clock, calls, faults)
  }

  /** What was told to merchants' servers, and when it is told. */
  get notices(): NoticeBoard {
    return this.world.notices
  }

  /** Adds a store, or replaces the one with the same username; answers its store number. */
  addMerchant(credentials: StoreCredentials): number {
    return this.world.merchants.add(credentials).storeId
  }

  orders(): Order[] {
    return this.world.orders.all()
  }

  /** @throws ControlError when there is no such order. */
  order(spOrderId: string): Order {
    const order = this.world.orders.find(spOrderId)
    if (!order) throw new ControlError(`There is no order "${spOrderId}"`)
    return order
  }

  /**
   * Does what the customer does on the page, without a browser.
   * @returns the address to which shurjoPay would now send that browser.
   * @throws ControlError when the order has ended.
   */
  complete(spOrderId: string, action: CustomerAction, method?: string): string {
    const order = this.#openOrder(spOrderId)
    this.world.act(order, action, method)
    return returnAddress(order)
  }

  /** Ends an order with any code: 1061, 1067, 2005, … @throws ControlError */
  end(spOrderId: string, code: string): string {
    if (!isSpCode(code)) throw new ControlError('"code" is none of shurjoPay')
    const order = this.#openOrder(spOrderId)
    this.world.end(order, code)
    return returnAddress(order)
  }

  /** Money that arrives after the order had ended otherwise: a bank that was late. */
  payLate(spOrderId: string): void {
    this.world.act(this.order(spOrderId), 'pay')
  }

  /** How many tokens a store was given. */
  tokensGiven(username: string): number {
    return this.world.tokens.given(username)
  }

  /** Refuses every token that a store has, as if its time were over. */
  expireTokens(username: string): void {
    this.world.tokens.expire(username)
  }

  useTokenLifetime(seconds: number): void {
    this.world.tokens.lifetimeSeconds = seconds
  }

  useStyle(style: Partial<VerificationStyle>): void {
    Object.assign(this.world.style, style)
  }

  #openOrder(spOrderId: string): Order {
    const order = this.order(spOrderId)
    if (!this.world.orders.isOpen(order)) {
      throw new ControlError(`The order has ended with ${order.code}`)
    }
    return order
  }
}

export function addShurjopayControlRoutes(routes: Routes, control: ShurjopayControl): void {
  addControlRoutes(routes, control)
  addNoticeRoutes(routes, control.notices)
  routes
    .add('GET', '/__control/payments', () => json({ payments: control.orders().map(orderView) }))
    .add('GET', '/__control/payments/:id', (request) =>
      json(orderView(control.order(request.params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const id = request.params.id ?? ''
      const code = optionalText(body, 'code')
      if (code !== undefined) return json({ callbackUrl: control.end(id, code) })
      const action = parseAction(body.action)
      if (!action) throw new ControlError('"action" must be pay, cancel or fail')
      return json({ callbackUrl: control.complete(id, action, optionalText(body, 'method')) })
    })
    .add('POST', '/__control/merchants', (request) =>
      json({ storeId: control.addMerchant(parseMerchant(controlBody(request))) }, 201)
    )
    .add('POST', '/__control/settings', (request) => {
      const body = controlBody(request)
      const lifetime = optionalNumber(body, 'tokenLifetimeSeconds')
      if (lifetime !== undefined) control.useTokenLifetime(lifetime)
      const amounts = AMOUNT_STYLES.find((one) => one === body.amounts)
      if (amounts) control.useStyle({ amounts })
      if (body.spCode === 'string' || body.spCode === 'number') {
        control.useStyle({ spCode: body.spCode })
      }
      return json({})
    })
}

/** An order without its store's secrets. */
function orderView({ merchant, pageToken: _, ...order }: Order) {
  return { ...order, merchant: merchant.username }
}
