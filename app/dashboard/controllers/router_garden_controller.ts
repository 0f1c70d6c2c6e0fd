import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { routerGardenPage } from '#dashboard/router_garden_page'
import { LookAtGarden } from '#hotspot/walled_garden/look_at_garden'
import { PushGardens } from '#hotspot/walled_garden/push_gardens'
import { RouterApiError } from '#routers/api/router_api_errors'
import Router from '#routers/router'
import { Tenancy } from '#tenancy/tenancy'

/** The description's Step 5 for one router: what is there, what a push would change, the push. */
@inject()
export default class RouterGardenController {
  constructor(
    private tenancy: Tenancy,
    private lookAtGarden: LookAtGarden,
    private pushGardens: PushGardens
  ) {}

  async show(ctx: HttpContext) {
    const page = await this.tenancy.run(ctx.tenant, async () =>
      routerGardenPage(this.tenancy, ctx.tenant, await Router.findOrFail(ctx.params.id))
    )
    return ctx.view.render('pages/dashboard/walled_garden/router', {
      ...page,
      navigation: 'routers',
    })
  }

  async check(ctx: HttpContext) {
    const router = await this.tenancy.run(ctx.tenant, () => Router.findOrFail(ctx.params.id))
    try {
      const { steps } = await this.lookAtGarden.execute(ctx.tenant, router.id)
      notify(ctx, 'success', 'walled_garden.looked', { count: steps.length })
    } catch (error) {
      if (!(error instanceof RouterApiError)) throw error
      ctx.session.flash('notification', { kind: 'error', message: error.message })
    }
    return this.#back(ctx)
  }

  async push(ctx: HttpContext) {
    authorize(ctx, 'configure')
    await this.tenancy.run(ctx.tenant, async () => {
      const router = await Router.findOrFail(ctx.params.id)
      await this.pushGardens.execute([router.id])
      await recordActivity(ctx, 'walled_garden.pushed', router.name)
    })
    return this.#back(ctx)
  }

  #back({ response, params }: HttpContext) {
    return response.redirect(`/dashboard/routers/${params.id}/walled-garden`)
  }
}
