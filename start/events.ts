import emitter from '@adonisjs/core/services/emitter'
import { PaymentConfirmed } from '#payments/intents/payment_confirmed'
import { RouterJoined } from '#routers/provisioning/router_joined'

/** Payments know nothing of hotspots: whoever sells listens. */
emitter.on(PaymentConfirmed, [() => import('#hotspot/activation/activate_paid_package'), 'handle'])

/** Nor do routers: what is to be let through, the trade knows. */
emitter.on(RouterJoined, [() => import('#hotspot/walled_garden/push_on_join'), 'handle'])
