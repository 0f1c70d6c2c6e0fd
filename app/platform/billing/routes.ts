import router from '@adonisjs/core/services/router'
import { appUrl } from '#config/app'

const StripeEventsController = () => import('#platform/billing/webhook/stripe_events_controller')

/** The path is configured at Stripe; start/sessionless.ts knows it, too. */
router
  .group(() => {
    router.post('/billing/stripe', [StripeEventsController, 'handle']).as('billing.stripe')
  })
  .domain(appUrl.hostname)
