import emitter from '@adonisjs/core/services/emitter'
import { PaymentConfirmed } from '#payments/intents/payment_confirmed'

/** Payments know nothing of hotspots: whoever sells listens. */
emitter.on(PaymentConfirmed, [() => import('#hotspot/activation/activate_paid_package'), 'handle'])
