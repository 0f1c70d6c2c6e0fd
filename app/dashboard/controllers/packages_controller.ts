import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { InvalidMoney } from '#core/money_errors'
import { notify } from '#dashboard/notify'
import { packageFrom, packageProblems, packageValidator } from '#dashboard/package_form'
import { authorize } from '#dashboard/permissions'
import { runningByPackageQuery } from '#dashboard/queries/running_by_package_query'
import { recordActivity } from '#dashboard/record_activity'
import { isUniqueViolation, violatedConstraint } from '#tenancy/unique_violation'
import { AddStarterPackages } from '#hotspot/packages/add_starter_packages'
import Package from '#hotspot/packages/package'
import { starterPackages } from '#hotspot/packages/starter_packages'
import { fieldErrors } from '#tenancy/http/field_errors'
import { tenantSettings } from '#tenancy/settings'
import { Tenancy } from '#tenancy/tenancy'

/** The description's Step 2. */
@inject()
export default class PackagesController {
  constructor(
    private tenancy: Tenancy,
    private addStarterPackages: AddStarterPackages
  ) {}

  async index({ view, tenant }: HttpContext) {
    const { packages, running } = await this.tenancy.run(tenant, async () => ({
      packages: await Package.query().orderBy('position').orderBy('id'),
      running: await runningByPackageQuery(this.tenancy),
    }))
    const names = new Set(packages.map(({ name }) => name.toLowerCase()))

    return view.render('pages/dashboard/packages/index', {
      packages: packages.map((each) => Object.assign(each, { running: running.get(each.id) ?? 0 })),
      hasStarter: starterPackages.every(({ name }) => names.has(name.toLowerCase())),
      navigation: 'packages',
    })
  }

  create(ctx: HttpContext) {
    authorize(ctx, 'configure')
    return ctx.view.render('pages/dashboard/packages/form', {
      package: null,
      taxHint: taxHint(ctx),
      navigation: 'packages',
    })
  }

  async store(ctx: HttpContext) {
    authorize(ctx, 'configure')
    return this.#save(ctx, () => new Package())
  }

  async starter(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const added = await this.addStarterPackages.execute(ctx.tenant)
    await this.tenancy.run(ctx.tenant, () =>
      recordActivity(ctx, 'package.starter', `${added} packages`)
    )
    notify(ctx, 'success', 'dashboard.starter_added', { count: added })
    return ctx.response.redirect('/dashboard/packages')
  }

  async edit(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const found = await this.tenancy.run(ctx.tenant, async () => {
      const stored = await Package.findOrFail(ctx.params.id)
      const running = await runningByPackageQuery(this.tenancy)
      return Object.assign(stored, { running: running.get(stored.id) ?? 0 })
    })
    return ctx.view.render('pages/dashboard/packages/form', {
      package: found,
      taxHint: taxHint(ctx),
      navigation: 'packages',
    })
  }

  async update(ctx: HttpContext) {
    authorize(ctx, 'configure')
    await this.tenancy.run(ctx.tenant, () => Package.findOrFail(ctx.params.id))
    return this.#save(ctx, () => Package.findOrFail(ctx.params.id))
  }

  /** Running activations keep their snapshot; nobody loses what was paid for. */
  async destroy(ctx: HttpContext) {
    authorize(ctx, 'configure')
    const name = await this.tenancy.run(ctx.tenant, async () => {
      const found = await Package.findOrFail(ctx.params.id)
      await found.delete()
      await recordActivity(ctx, 'package.removed', found.name)
      return found.name
    })
    notify(ctx, 'success', 'dashboard.package_removed', { name })
    return ctx.response.redirect('/dashboard/packages')
  }

  async #save(ctx: HttpContext, subject: () => Package | Promise<Package>) {
    const input = await ctx.request.validateUsing(packageValidator)
    try {
      const problems = Object.entries(packageProblems(input))
      if (problems.length > 0) {
        return fieldErrors(
          ctx,
          Object.fromEntries(problems.map(([field, key]) => [field, ctx.i18n.t(key)]))
        )
      }
      const saved = await this.tenancy.run(ctx.tenant, async () => {
        const target = await subject()
        const action = target.$isPersisted ? 'package.changed' : 'package.added'
        await target.merge(packageFrom(input, ctx.tenant.currency)).save()
        await recordActivity(ctx, action, target.name)
        return target
      })
      notify(ctx, 'success', 'dashboard.package_saved', { name: saved.name })
      return ctx.response.redirect('/dashboard/packages')
    } catch (error) {
      if (error instanceof InvalidMoney)
        return fieldErrors(ctx, { price: ctx.i18n.t('dashboard.price_invalid') })
      if (!isUniqueViolation(error)) throw error
      return violatedConstraint(error) === 'packages_one_trial'
        ? fieldErrors(ctx, { is_trial: ctx.i18n.t('dashboard.trial_exists') })
        : fieldErrors(ctx, { name: ctx.i18n.t('dashboard.package_name_taken') })
    }
  }
}

/** What the price of a package means under the tenant's tax rule. */
function taxHint({ tenant }: HttpContext): 'untaxed' | 'inclusive' | 'exclusive' {
  const { taxPercent, taxInclusive } = tenantSettings(tenant)
  if (taxPercent === 0) return 'untaxed'
  return taxInclusive ? 'inclusive' : 'exclusive'
}
