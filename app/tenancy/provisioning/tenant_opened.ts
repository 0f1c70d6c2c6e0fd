import { BaseEvent } from '@adonisjs/core/events'
import type Tenant from '#tenancy/models/tenant'

/** A tenant has signed up and is ready; whoever has something to lay on its table listens. */
export class TenantOpened extends BaseEvent {
  constructor(
    readonly tenant: Tenant,
    readonly wants: { readonly examplePackages: boolean }
  ) {
    super()
  }
}
