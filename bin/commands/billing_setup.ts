import { BaseCommand, flags } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import { Money } from '#core/money'
import { SetUpStripe } from '#platform/billing/stripe/set_up/set_up_stripe'

export default class BillingSetup extends BaseCommand {
  static override commandName = 'billing:setup'
  static override description =
    'Make what is missing of the platform’s account at Stripe: prices, portal, webhook'
  static override options: CommandOptions = { startApp: true }

  @flags.number({ description: 'Bill each active customer so many US cents a month, by a meter' })
  declare activeCustomer?: number

  override async run() {
    const { activeCustomer: cents } = this
    if (cents !== undefined && (!Number.isSafeInteger(cents) || cents < 0)) {
      this.logger.error('--active-customer is a whole number of US cents')
      this.exitCode = 1
      return
    }
    const setUp = await this.app.container.make(SetUpStripe)
    const { steps, webhookSecret } = await setUp.execute(
      cents === undefined ? undefined : Money.of(cents, 'USD')
    )
    for (const { outcome, what, id } of steps) this.logger.info(`${outcome}: ${what} (${id})`)
    if (webhookSecret) {
      this.logger.warning('Stripe shows the endpoint’s secret this once. Put it into the settings:')
      process.stdout.write(`STRIPE_BILLING_WEBHOOK_SECRET=${webhookSecret}\n`)
    }
    this.logger.success('The account at Stripe is set up')
  }
}
