import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import { KINDS, outboxFilters, outboxQuery, STATES } from '#dashboard/outbox/outbox_query'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { DeadLetters, type Meant } from '#routers/commands/dead_letters'
import RouterCommand from '#routers/commands/router_command'
import { pageOf, pager } from '#tenancy/http/pager'
import { Tenancy } from '#tenancy/tenancy'

const LIST = '/dashboard/outbox'

/** What the routers were told, and what could not be told them. */
@inject()
export default class OutboxController {
  constructor(
    private tenancy: Tenancy,
    private deadLetters: DeadLetters
  ) {}

  async index({ view, tenant, request }: HttpContext) {
    const filters = outboxFilters(request.qs())
    const { page, ...found } = await this.tenancy.run(tenant, () =>
      outboxQuery(filters, pageOf(request))
    )
    return view.render('pages/dashboard/outbox/index', {
      ...found,
      filters,
      states: STATES,
      kinds: KINDS,
      pager: pager(page, request),
      navigation: 'routers',
    })
  }

  async retry(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { id } = await this.#find(ctx)
    return this.#settle(ctx, { id }, 'retry')
  }

  async dismiss(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { id } = await this.#find(ctx)
    return this.#settle(ctx, { id }, 'dismiss')
  }

  /** Everything given up, or what was of one router. */
  async retryAll(ctx: HttpContext) {
    authorize(ctx, 'configure')
    return this.#settle(ctx, shown(ctx), 'retry')
  }

  async dismissAll(ctx: HttpContext) {
    authorize(ctx, 'configure')
    return this.#settle(ctx, shown(ctx), 'dismiss')
  }

  async #settle(ctx: HttpContext, meant: Meant, act: 'retry' | 'dismiss') {
    const count = await this.tenancy.run(ctx.tenant, async () => {
      const settled = await this.deadLetters[act](meant)
      if (settled > 0) await recordActivity(ctx, `outbox.${act}`, String(settled), { ...meant })
      return settled
    })
    notify(ctx, count > 0 ? 'success' : 'info', `outbox.after_${act}`, { count })
    const router = shown(ctx).routerId
    return ctx.response.redirect(router ? `${LIST}?router=${router}` : LIST)
  }

  #find({ tenant, params }: HttpContext): Promise<RouterCommand> {
    return this.tenancy.run(tenant, () => RouterCommand.findOrFail(params.id))
  }
}

/** The router the list is narrowed to. */
function shown({ request }: HttpContext): Meant {
  const { routerId } = outboxFilters(request.body())
  return routerId === null ? {} : { routerId }
}
