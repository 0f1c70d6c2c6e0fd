import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { joiningValidator, readJoiningForm } from '#dashboard/joining/joining_form'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { RouterApiError } from '#routers/api/router_api_errors'
import { CheckJoining } from '#routers/provisioning/check_joining'
import { IssueJoining } from '#routers/provisioning/issue_joining'
import { CHOICES_BEFORE } from '#routers/provisioning/joining_facts'
import { radiusFacts } from '#routers/provisioning/radius_facts'
import { ReplaceRouter } from '#routers/provisioning/replace_router'
import Router from '#routers/router'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

/** A router's joining, from its page. */
@inject()
export default class JoiningController {
  constructor(
    private tenancy: Tenancy,
    private issueJoining: IssueJoining,
    private checkJoining: CheckJoining,
    private replaceRouter: ReplaceRouter
  ) {}

  /** Makes the line. */
  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const router = await this.#find(ctx)
    const form = await ctx.request.validateUsing(joiningValidator)
    const read = readJoiningForm(form, radiusFacts(router, ctx.tenant.id).host)
    if ('wrong' in read) {
      const messages = Object.entries(read.wrong).map(([field, key]) => [field, ctx.i18n.t(key)])
      return fieldErrors(ctx, Object.fromEntries(messages))
    }
    await this.issueJoining.execute(ctx.tenant, router.id, read.choices)
    await this.#record(ctx, 'router.joining', router)
    return this.#back(ctx, router)
  }

  /** For routers that may not fetch, and so cannot tell. */
  async check(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const router = await this.#find(ctx)
    try {
      const { finished } = await this.checkJoining.execute(ctx.tenant, router.id)
      notify(ctx, finished ? 'success' : 'error', `joining.${finished ? 'checked' : 'incomplete'}`)
    } catch (error) {
      if (!(error instanceof RouterApiError)) throw error
      ctx.session.flash('notification', { kind: 'error', message: error.message })
    }
    return this.#back(ctx, router)
  }

  /** Another device takes its place: new secrets, and a line for the new one. */
  async replace(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { id } = await this.#find(ctx)
    const router = await this.replaceRouter.execute(ctx.tenant, id)
    await this.issueJoining.execute(ctx.tenant, id, router.joinChoices ?? CHOICES_BEFORE)
    await this.#record(ctx, 'router.replaced', router)
    notify(ctx, 'success', 'joining.replaced', { name: router.name })
    return this.#back(ctx, router)
  }

  #find({ tenant, params }: HttpContext): Promise<Router> {
    return this.tenancy.run(tenant, () => Router.findOrFail(params.id))
  }

  #record(ctx: HttpContext, action: string, router: Router): Promise<void> {
    return this.tenancy.run(ctx.tenant, () => recordActivity(ctx, action, router.name))
  }

  #back({ response }: HttpContext, { id }: Router) {
    return response.redirect(`/dashboard/routers/${id}`)
  }
}
