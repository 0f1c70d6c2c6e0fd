import type { I18n } from '@adonisjs/i18n'
import { planByCode, plansWith, type FeatureName, type PlanCode } from '#tenancy/plans/plans'

/** Why a plan's owner cannot make something new, what goes on, and which plans have it. */
export function whyMissing(i18n: I18n, plan: PlanCode, feature: FeatureName): string {
  const data = { plan: planByCode(plan).name, plans: plansHaving(i18n, feature) }
  return i18n.t(`limits.feature.missing.${feature}`, data)
}

/** “Growth and Pro”. */
export function plansHaving(i18n: I18n, feature: FeatureName): string {
  return i18n.formatList(plansWith(feature).map(({ name }) => name))
}
