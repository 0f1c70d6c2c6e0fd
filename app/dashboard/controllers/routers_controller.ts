import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { isIP } from 'node:net'
import { plainToken } from '#core/plain_token'
import { ONE_LINE } from '#core/one_line'
import { notify } from '#dashboard/notify'
import { joiningCard } from '#dashboard/joining/joining_card'
import { authorize, may } from '#dashboard/permissions'
import { reachCard } from '#dashboard/reach/reach_card'
import { RouterAddress } from '#dashboard/reach/router_address'
import { recordActivity } from '#dashboard/record_activity'
import { routerPage } from '#dashboard/router_page'
import { routersListQuery } from '#dashboard/queries/routers_list_query'
import { gardensDue } from '#hotspot/walled_garden/gardens_query'
import { CheckConnection } from '#routers/registration/check_connection'
import { RouterAddressTaken, RouterNameTaken } from '#routers/registration/errors'
import { TunnelAddressNotGiven, TunnelsNotOffered } from '#routers/tunnels/tunnel_errors'
import { tunnelNetwork, tunnelServer } from '#routers/tunnels/tunnel_server'
import { RemoveRouter } from '#routers/registration/remove_router'
import { SaveRouter } from '#routers/registration/save_router'
import { mayBeRouter, mayReachApiAt } from '#routers/api_route'
import Router from '#routers/router'
import { fieldErrors } from '#tenancy/http/field_errors'
import { Tenancy } from '#tenancy/tenancy'

const printable = /^[\x20-\x7e]+$/

/** An address or a DNS name; whether we connect to it is decided where it leads. */
const HOST = /^[a-z\d](?:[a-z\d.:-]*[a-z\d])?$/i

/** The description's Step 1. */
@inject()
export default class RoutersController {
  static fields = {
    name: vine.string().trim().minLength(2).maxLength(60).regex(ONE_LINE),
    reach: vine.enum(['public', 'tunnel']).optional(),
    address: vine.string().trim().ipAddress(4).optional().requiredWhen('reach', '!=', 'tunnel'),
    kind: vine.enum(['hotspot']).optional(),
    api_user: vine.string().trim().minLength(1).maxLength(60).regex(ONE_LINE),
    api_port: vine.number().withoutDecimals().range([1, 65535]),
    api_host: vine.string().trim().maxLength(253).regex(HOST).nullable().optional(),
    api_tls: vine.accepted().optional(),
    identity: vine.string().trim().maxLength(64).regex(ONE_LINE).nullable(),
    hotspot_address: vine
      .string()
      .trim()
      .maxLength(100)
      .regex(/^[A-Za-z0-9.-]+$/),
  }

  /** RADIUS secrets are octets; printable ASCII is what routers and people agree on. */
  static secret = vine.string().minLength(8).maxLength(64).regex(printable)
  static password = vine.string().minLength(1).maxLength(128).regex(ONE_LINE)

  static createValidator = vine.create({
    ...RoutersController.fields,
    radius_secret: RoutersController.secret,
    api_password: RoutersController.password,
  })
  static updateValidator = vine.create({
    ...RoutersController.fields,
    radius_secret: RoutersController.secret.clone().nullable(),
    api_password: RoutersController.password.clone().nullable(),
  })

  constructor(
    private tenancy: Tenancy,
    private saveRouter: SaveRouter,
    private removeRouter: RemoveRouter,
    private checkConnection: CheckConnection,
    private routerAddress: RouterAddress
  ) {}

  async index({ view, tenant }: HttpContext) {
    const page = await this.tenancy.run(tenant, async () => ({
      routers: await routersListQuery(this.tenancy),
      gardensDue: await gardensDue(this.tenancy, tenant),
    }))
    return view.render('pages/dashboard/routers/index', { ...page, navigation: 'routers' })
  }

  create(ctx: HttpContext) {
    authorize(ctx, 'configure')
    return ctx.view.render('pages/dashboard/routers/form', {
      router: null,
      suggestedSecret: plainToken(18),
      suggestedPassword: plainToken(18),
      ...tunnelChoice(null),
      navigation: 'routers',
    })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(RoutersController.createValidator)
    return this.#save(ctx, input)
  }

  async show(ctx: HttpContext) {
    const router = await this.#find(ctx)
    const page = await this.tenancy.run(ctx.tenant, () => routerPage(ctx.tenant, router))
    const configures = may(ctx, 'configure')
    const joining = await joiningCard(ctx.tenant, router, configures)
    return ctx.view.render('pages/dashboard/routers/show', {
      ...page,
      showsSecret: configures,
      joining,
      reach: await reachCard(ctx.tenant, router),
      navigation: 'routers',
    })
  }

  async edit(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const router = await this.#find(ctx)
    return ctx.view.render('pages/dashboard/routers/form', {
      router,
      suggestedSecret: null,
      suggestedPassword: null,
      ...tunnelChoice(router),
      navigation: 'routers',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const router = await this.#find(ctx)
    const input = await ctx.request.validateUsing(RoutersController.updateValidator)
    return this.#save(ctx, input, router.id)
  }

  async destroy(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const router = await this.#find(ctx)
    await this.removeRouter.execute(ctx.tenant, router.id)
    await this.tenancy.run(ctx.tenant, () => recordActivity(ctx, 'router.removed', router.name))
    notify(ctx, 'success', 'dashboard.router_removed', { name: router.name })
    return ctx.response.redirect('/dashboard/routers')
  }

  async check(ctx: HttpContext) {
    const router = await this.#find(ctx)
    const { state, message } = await this.checkConnection.execute(ctx.tenant, router.id)
    ctx.session.flash('notification', {
      kind: state === 'reachable' ? 'success' : 'error',
      message,
    })
    return ctx.response.redirect(`/dashboard/routers/${router.id}`)
  }

  async #save(ctx: HttpContext, input: RouterForm, id?: number) {
    const typed = input.address ?? ''
    if (input.reach !== 'tunnel' && !mayBeRouter(typed)) {
      return fieldErrors(ctx, { address: ctx.i18n.t('dashboard.router_address_inside') })
    }
    if (isIP(input.api_host ?? '') && !mayReachApiAt(input.api_host ?? '', typed)) {
      return fieldErrors(ctx, { api_host: ctx.i18n.t('outbox.form.api_host_inside') })
    }
    try {
      const router = await this.routerAddress.use(ctx.tenant.id, input, id, (address) =>
        this.saveRouter.execute(
          ctx.tenant,
          {
            name: input.name,
            address,
            identity: input.identity ?? input.name,
            hotspotAddress: input.hotspot_address,
            apiUser: input.api_user,
            apiPort: input.api_port,
            apiHost: input.api_host ?? null,
            apiTls: input.api_tls ?? false,
            ...(input.radius_secret && { radiusSecret: input.radius_secret }),
            ...(input.api_password && { apiPassword: input.api_password }),
          },
          id
        )
      )
      await this.tenancy.run(ctx.tenant, () =>
        recordActivity(ctx, id ? 'router.changed' : 'router.added', router.name, {
          address: router.address,
        })
      )
      notify(ctx, 'success', id ? 'dashboard.router_saved' : 'dashboard.router_added', {
        name: router.name,
      })
      return ctx.response.redirect(`/dashboard/routers/${router.id}`)
    } catch (error) {
      if (error instanceof RouterAddressTaken) {
        return fieldErrors(ctx, { address: ctx.i18n.t('dashboard.router_address_taken') })
      }
      if (error instanceof TunnelsNotOffered) {
        return fieldErrors(ctx, { reach: ctx.i18n.t('reach.not_offered') })
      }
      if (error instanceof TunnelAddressNotGiven) {
        return fieldErrors(ctx, { address: ctx.i18n.t('dashboard.router_address_inside') })
      }
      if (error instanceof RouterNameTaken) {
        return fieldErrors(ctx, { name: ctx.i18n.t('dashboard.router_name_taken') })
      }
      throw error
    }
  }

  #find({ tenant, params }: HttpContext): Promise<Router> {
    return this.tenancy.run(tenant, () => Router.findOrFail(params.id))
  }
}

/** What the form needs to offer a tunnel, or to say why it does not. */
function tunnelChoice(router: Router | null) {
  const hasTunnel = router !== null && tunnelNetwork.contains(router.address)
  return { hasTunnel, tunnelsOffered: tunnelServer() !== null }
}

interface RouterForm {
  name: string
  reach?: 'public' | 'tunnel'
  address?: string | null
  identity: string | null
  hotspot_address: string
  api_user: string
  api_port: number
  api_host?: string | null
  api_tls?: true
  radius_secret: string | null
  api_password: string | null
}
