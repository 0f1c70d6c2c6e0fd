import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { gatewayLabel } from '#dashboard/gateway_label'
import { notify } from '#dashboard/notify'
import { authorize } from '#dashboard/permissions'
import { recordActivity } from '#dashboard/record_activity'
import { gardenWish } from '#hotspot/walled_garden/garden_wish'
import { gardensQuery } from '#hotspot/walled_garden/gardens_query'
import { PushGardens } from '#hotspot/walled_garden/push_gardens'
import { HOSTS_VERSION } from '#payments/gateways/registry'
import {
  additionText,
  MOST_ADDITIONS,
  readAdditions,
  type ReadAddition,
} from '#routers/walled_garden/operator_hosts'
import { portalHosts } from '#routers/walled_garden/portal_hosts'
import { fieldErrors } from '#tenancy/http/field_errors'
import { isTicked } from '#tenancy/http/is_ticked'
import { tenantSettings, type TenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

const whole = (min: number, max: number) => vine.number().withoutDecimals().range([min, max])

/** What unpaid devices may reach on every router of the ISP, and the way through banks' pages. */
@inject()
export default class WalledGardenController {
  static validator = vine.create({
    hosts: vine.string().maxLength(10_000).nullable(),
    layer7: vine.accepted().optional(),
    payment_window: vine.accepted().optional(),
    payment_window_minutes: whole(1, 15),
    payment_window_kbps: whole(64, 2048),
    payment_windows_per_day: whole(1, 10),
  })

  static hostValidator = vine.create({ host: vine.string().trim().maxLength(300) })

  constructor(
    private tenancy: Tenancy,
    private pushGardens: PushGardens
  ) {}

  async show({ view, tenant }: HttpContext) {
    const { gardens, wish } = await this.tenancy.run(tenant, async () => ({
      gardens: await gardensQuery(this.tenancy, tenant),
      wish: await gardenWish(tenant),
    }))
    return view.render('pages/dashboard/walled_garden/index', {
      settings: tenantSettings(tenant),
      most: MOST_ADDITIONS,
      version: HOSTS_VERSION,
      portal: portalHosts(tenant.slug).map(additionText),
      gateways: wish.gateways.map(({ name, hosts }) => ({
        name: gatewayLabel(name),
        hosts: hosts.map(additionText),
      })),
      gardens,
      due: gardens.filter(({ standing }) => standing === 'never' || standing === 'outdated').length,
      pushing: gardens.some(({ standing }) => standing === 'pushing'),
      navigation: 'routers',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const input = await ctx.request.validateUsing(WalledGardenController.validator)
    const additions = readAdditions(input.hosts ?? '')
    const wrong = problemsOf(ctx, additions)
    if (wrong) return fieldErrors(ctx, { hosts: wrong })

    await this.#save(ctx, {
      walledGardenHosts: additions.flatMap(({ host }) => (host ? additionText(host) : [])),
      walledGardenLayer7: isTicked(input.layer7),
      paymentWindow: isTicked(input.payment_window),
      paymentWindowMinutes: input.payment_window_minutes,
      paymentWindowKbps: input.payment_window_kbps,
      paymentWindowsPerDay: input.payment_windows_per_day,
    })
    notify(ctx, 'success', 'walled_garden.saved')
    return ctx.response.redirect('/dashboard/walled-garden')
  }

  /** One host more, as it was seen on a router. */
  async addHost(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const { host } = await ctx.request.validateUsing(WalledGardenController.hostValidator)
    const { walledGardenHosts } = tenantSettings(ctx.tenant)
    const additions = readAdditions([...walledGardenHosts, host].join('\n'))
    const wrong = problemsOf(ctx, additions)
    if (wrong) ctx.session.flash('notification', { kind: 'error', message: wrong })
    else {
      const hosts = additions.flatMap((each) => (each.host ? additionText(each.host) : []))
      await this.#save(ctx, { walledGardenHosts: [...new Set(hosts)] })
      notify(ctx, 'success', 'walled_garden.host_added', { host })
    }
    return ctx.response.redirect('/dashboard/walled-garden')
  }

  /** Every router the ISP has; each takes its time, and the page shows how far they are. */
  async push(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const count = await this.tenancy.run(ctx.tenant, async () => {
      const gardens = await gardensQuery(this.tenancy, ctx.tenant)
      const asked = await this.pushGardens.execute(gardens.map(({ id }) => id))
      await recordActivity(ctx, 'walled_garden.pushed', ctx.tenant.name, { routers: asked })
      return asked
    })
    notify(ctx, 'success', 'walled_garden.push_all_started', { count })
    return ctx.response.redirect('/dashboard/walled-garden')
  }

  async #save(ctx: HttpContext, change: Partial<TenantSettings>): Promise<void> {
    await ctx.tenant.merge({ settings: { ...ctx.tenant.settings, ...change } }).save()
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, 'walled_garden.changed', ctx.tenant.name, { ...change })
    )
  }
}

/** What is wrong with which line, in one sentence each; null when nothing is. */
function problemsOf({ i18n }: HttpContext, additions: readonly ReadAddition[]): string | null {
  const wrong = additions.flatMap((each) =>
    each.problem
      ? i18n.t(`walled_garden.problem.${each.problem}`, {
          text: each.text.slice(0, 60),
          most: MOST_ADDITIONS,
        })
      : []
  )
  return wrong.length > 0 ? wrong.join(' ') : null
}
