import { inject } from '@adonisjs/core'
import { PushGardens } from '#hotspot/walled_garden/push_gardens'
import type { RouterJoined } from '#routers/provisioning/router_joined'

/** The joining script opens the portal alone; the gateways and the operator's own hosts follow. */
@inject()
export default class PushOnJoin {
  constructor(private pushGardens: PushGardens) {}

  async handle({ routerId }: RouterJoined): Promise<void> {
    await this.pushGardens.execute([routerId])
  }
}
