import type { CallLog } from '../kit/calls.js'
import type { Clock } from '../kit/clock.js'
import { addControlRoutes, controlBody, StandInControl } from '../kit/control.js'
import type { FaultQueue } from '../kit/faults.js'
import { ControlError, optionalNumber, optionalText, requireText } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import type { NoticeBoard } from '../kit/notices.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import type { CallbackLie } from './callback.js'
import { parseAction } from './handset_routes.js'
import { parseMerchant, type ShortcodeCredentials } from './merchants.js'
import type { Push } from './push_book.js'
import { isResultCode } from './results.js'
import { PENDING_STYLES, type CustomerAction, type MpesaWorld, type PendingStyle } from './world.js'

/** What a test may do to M-Pesa. */
export class MpesaControl extends StandInControl {
  constructor(
    private readonly world: MpesaWorld,
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

  /** Lets seconds pass, and prompts die in them. */
  override advance(seconds: number): void {
    super.advance(seconds)
    this.world.endOverdue()
  }

  /** Adds a shortcode, or replaces the one with the same number. */
  addMerchant(credentials: ShortcodeCredentials): void {
    this.world.merchants.add(credentials)
  }

  pushes(): Push[] {
    return this.world.pushes.all()
  }

  /** @throws ControlError when there is no such push. */
  push(checkoutRequestId: string): Push {
    const push = this.world.pushes.find(checkoutRequestId)
    if (!push) throw new ControlError(`There is no push "${checkoutRequestId}"`)
    return push
  }

  /** Does what the customer does on the handset. @throws ControlError when the push has ended. */
  complete(checkoutRequestId: string, action: CustomerAction, pin?: string): Push {
    const push = this.#open(checkoutRequestId)
    this.world.act(push, action, pin)
    return push
  }

  /** Ends a push with any code: 1, 17, 1019, 1025, 9999, … @throws ControlError */
  end(checkoutRequestId: string, code: string): Push {
    if (!isResultCode(code)) throw new ControlError('"code" is none that a push ends with')
    const push = this.#open(checkoutRequestId)
    this.world.end(push, code)
    return push
  }

  /** Money that went although the push had ended otherwise. @throws ControlError */
  payLate(checkoutRequestId: string): void {
    this.world.end(this.push(checkoutRequestId), '0')
  }

  /** What the next callback shall say that is not so. */
  lieNext(lie: CallbackLie): void {
    this.world.nextLie = lie
  }

  /** Cents a customer has; without it everybody has enough. */
  setBalance(msisdn: string, amountMinor: number): void {
    this.world.balances.set(msisdn, amountMinor)
  }

  usePendingStyle(style: PendingStyle): void {
    this.world.pendingStyle = style
  }

  /** Has addresses with the words `mpesa` and `safaricom` refused, as some were told. */
  refuseWords(refused = true): void {
    this.world.wordsMatter = refused
  }

  useTokenLifetime(seconds: number): void {
    this.world.tokens.lifetimeSeconds = seconds
  }

  #open(checkoutRequestId: string): Push {
    const push = this.push(checkoutRequestId)
    if (push.result !== undefined) throw new ControlError(`The push ended with ${push.result}`)
    return push
  }
}

export function addMpesaControlRoutes(routes: Routes, control: MpesaControl): void {
  addControlRoutes(routes, control)
  addNoticeRoutes(routes, control.notices)
  routes
    .add('GET', '/__control/payments', () => json({ payments: control.pushes().map(pushView) }))
    .add('GET', '/__control/payments/:id', (request) =>
      json(pushView(control.push(request.params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const id = request.params.id ?? ''
      const code = optionalText(body, 'code')
      if (code !== undefined) return json(pushView(control.end(id, code)))
      const action = parseAction(body.action)
      if (!action) throw new ControlError('"action" must be pay, cancel or timeout')
      return json(pushView(control.complete(id, action, optionalText(body, 'pin'))))
    })
    .add('POST', '/__control/merchants', (request) => {
      control.addMerchant(parseMerchant(controlBody(request)))
      return json({}, 201)
    })
    .add('POST', '/__control/wallets', (request) => {
      const body = controlBody(request)
      const balance = optionalNumber(body, 'balance')
      if (balance === undefined) throw new ControlError('"balance" is missing')
      control.setBalance(requireText(body, 'wallet'), balance)
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      const body = controlBody(request)
      const style = PENDING_STYLES.find((one) => one === body.pending)
      if (style) control.usePendingStyle(style)
      if (typeof body.refuseWords === 'boolean') control.refuseWords(body.refuseWords)
      const lifetime = optionalNumber(body, 'tokenLifetimeSeconds')
      if (lifetime !== undefined) control.useTokenLifetime(lifetime)
      return json({})
    })
}

/** A push without its merchant's secrets. */
function pushView({ merchant, ...push }: Push) {
  return { ...push, merchant: merchant.shortcode }
}
