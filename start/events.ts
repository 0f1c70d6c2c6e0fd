import emitter from '@adonisjs/core/services/emitter'
import { PaymentConfirmed } from '#payments/intents/payment_confirmed'
import { PaymentRefunded } from '#payments/refunds/payment_refunded'
import { SmsTrouble } from '#messaging/balance/sms_trouble'
import { RouterJoined } from '#routers/provisioning/router_joined'
import { TenantOpened } from '#tenancy/provisioning/tenant_opened'

/** Payments know nothing of hotspots: whoever sells listens. */
emitter.on(PaymentConfirmed, [() => import('#hotspot/activation/activate_paid_package'), 'handle'])
emitter.on(PaymentRefunded, [() => import('#hotspot/refunds/take_back_package'), 'handle'])

/** Nor do routers: what is to be let through, the trade knows. */
emitter.on(RouterJoined, [() => import('#hotspot/walled_garden/push_on_join'), 'handle'])

/** Messaging knows nobody's people: who is to hear of trouble is settled with the routers' alerts. */
emitter.on(SmsTrouble, [() => import('#hotspot/sms_watch/tell_of_sms_trouble'), 'handle'])

/** The platform opens companies and knows no packages. */
emitter.on(TenantOpened, [() => import('#hotspot/packages/lay_out_examples'), 'handle'])
