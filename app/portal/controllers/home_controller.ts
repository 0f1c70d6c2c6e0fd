import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { IdentifyDevice, type Identified } from '#hotspot/identification/identify_device'
import { WelcomeBack } from '#hotspot/identification/welcome_back'
import { openPass, samePass } from '#portal/open_pass'
import { PortalMessages } from '#portal/portal_messages'
import { Tenancy } from '#tenancy/tenancy'

/** The door of the portal: each of the outcomes of identification has its page. */
@inject()
export default class HomeController {
  constructor(
    private tenancy: Tenancy,
    private identifyDevice: IdentifyDevice,
    private welcomeBack: WelcomeBack,
    private messages: PortalMessages
  ) {}

  async handle(ctx: HttpContext) {
    const pass = await openPass(ctx)
    const identified = await this.tenancy.run(ctx.tenant, async () => {
      const found = await this.identifyDevice.execute(pass.sighting)
      await this.#greet(ctx, found)
      return found
    })

    switch (identified.outcome) {
      case 'unknown':
        return ctx.response.redirect(samePass(ctx, '/number'))
      case 'active':
        return ctx.response.redirect(samePass(ctx, pass.voucher ? '/voucher' : '/online'))
      case 'suspended':
        return ctx.response.redirect(samePass(ctx, pass.voucher ? '/voucher' : '/packages'))
      case 'blocked':
        return this.messages.blocked(ctx)
    }
  }

  async #greet({ tenant }: HttpContext, found: Identified): Promise<void> {
    if (found.outcome === 'active') await this.welcomeBack.logIn(found.customer, found.device)
    if (found.outcome === 'suspended')
      await this.welcomeBack.remind(tenant, found.customer, found.device)
  }
}
