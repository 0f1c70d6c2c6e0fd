import { addControlRoutes, controlBody } from '../kit/control.js'
import { ControlError } from '../kit/guards.js'
import { addNoticeRoutes } from '../kit/notice_control.js'
import { json } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { AMOUNT_STYLES } from '../kit/taka.js'
import type { SslcommerzControl } from './control.js'
import { parseAction, parseMethod } from './gateway_routes.js'
import type { Session } from './session_book.js'
import { parseStore } from './stores.js'

/** What `SslcommerzControl` does, over HTTP. */
export function addSslcommerzControlRoutes(routes: Routes, control: SslcommerzControl): void {
  addControlRoutes(routes, control)
  addNoticeRoutes(routes, control.notices)
  routes
    .add('GET', '/__control/payments', () =>
      json({ payments: control.sessions().map(sessionView) })
    )
    .add('GET', '/__control/payments/:id', (request) =>
      json(sessionView(control.session(request.params.id ?? '')))
    )
    .add('POST', '/__control/payments/:id/complete', (request) => {
      const body = controlBody(request)
      const id = request.params.id ?? ''
      if (body.action === 'expire') {
        control.expire(id)
        return json({})
      }
      const action = parseAction(body.action)
      if (!action) throw new ControlError('"action" must be pay, cancel, fail or expire')
      return json(control.complete(id, action, parseMethod(body.method)))
    })
    .add('POST', '/__control/merchants', (request) => {
      control.addMerchant(parseStore(controlBody(request)))
      return json({}, 201)
    })
    .add('POST', '/__control/refunds/:id', (request) => {
      const { status } = controlBody(request)
      if (status !== 'refunded' && status !== 'cancelled') {
        throw new ControlError('"status" must be refunded or cancelled')
      }
      control.settleRefund(request.params.id ?? '', status)
      return json({})
    })
    .add('POST', '/__control/settings', (request) => {
      const { amounts, singleElement, refundsSettle } = controlBody(request)
      const style = AMOUNT_STYLES.find((one) => one === amounts)
      if (style) control.use({ amounts: style })
      if (singleElement === 'array' || singleElement === 'object') control.use({ singleElement })
      if (refundsSettle === 'at-once' || refundsSettle === 'later') {
        control.refundsSettle(refundsSettle)
      }
      return json({})
    })
}

/** A session without its store's secrets. */
function sessionView({ store, ...session }: Session) {
  return { ...session, store: store.storeId }
}
