import type { Phone } from './hotspot/phone.js'
import { VirtualRouter, type VirtualRouterOptions } from './virtual_router.js'

/** No router or phone has this address or id. */
export class NotHere extends Error {
  constructor(what: string) {
    super(`There is no ${what}`)
    this.name = 'NotHere'
  }
}

/** All virtual routers and phones of one process. */
export class Simulation {
  readonly #routers: VirtualRouter[] = []

  get routers(): readonly VirtualRouter[] {
    return this.#routers
  }

  async add(options: VirtualRouterOptions, phones: number): Promise<VirtualRouter> {
    const router = await VirtualRouter.start(options)
    this.#routers.push(router)
    for (let count = 0; count < phones; count++) await router.addPhone()
    return router
  }

  router(address: string): VirtualRouter {
    const router = this.#routers.find((one) => one.address === address)
    if (router === undefined) throw new NotHere(`router ${address}`)
    return router
  }

  phone(id: string): Phone {
    const phone = this.#routers.flatMap((router) => router.phones).find((one) => one.id === id)
    if (phone === undefined) throw new NotHere(`phone ${id}`)
    return phone
  }

  async stop(): Promise<void> {
    await Promise.all(this.#routers.map((router) => router.stop()))
  }
}
