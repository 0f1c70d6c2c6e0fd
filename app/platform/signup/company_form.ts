import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import limiter from '@adonisjs/limiter/services/main'
import vine from '@vinejs/vine'
import { ONE_LINE } from '#core/one_line'
import { begunSignUp } from '#platform/signup/begun_sign_up'
import { countries, type Country } from '#platform/signup/countries'
import { CheckSubdomain, type CheckedSubdomain } from '#platform/signup/subdomain'

/** What is asked of a company, whoever opens it. */
export const companyFields = {
  company: vine.string().trim().minLength(2).maxLength(80).regex(ONE_LINE),
  subdomain: vine.string().trim().toLowerCase().maxLength(40),
  country: vine.enum(countries.map(({ code }) => code)),
  timezone: vine.string().maxLength(60).optional(),
  example_packages: vine.accepted().optional(),
}

/** A café full of people behind one address; no more forms an hour than they would send. */
const FORMS = { requests: 40, duration: '1 hour' } as const

/** Of one e-mail, whoever's: an ISP has a few companies, not a schema for each try. */
const COMPANIES = { requests: 5, duration: '1 hour' } as const

interface TypedCompany {
  subdomain: string
  timezone?: string | undefined
}

/** What a company's form may still have wrong when each of its fields is well filled in. */
@inject()
export class CompanyForm {
  constructor(private checkSubdomain: CheckSubdomain) {}

  /** @param email of whoever opens it. @returns messages by field; none when all is well */
  async faults(
    ctx: HttpContext,
    { subdomain, timezone }: TypedCompany,
    country: Country,
    email: string
  ): Promise<Record<string, string>> {
    const { i18n, request } = ctx
    const checked = await this.checkSubdomain.execute(subdomain, country.code)
    if (checked.verdict !== 'available' && !(await begunSignUp(subdomain, email))) {
      return { subdomain: this.said(ctx, checked) }
    }
    const mayTry = await limiter.use(FORMS).attempt(`signup:${request.ip()}`, () => true)
    if (!mayTry) return { company: i18n.t('platform.too_many_signups') }
    const isZone = !timezone || [country.timezone, ...(country.zones ?? [])].includes(timezone)
    return isZone ? {} : { timezone: i18n.t('signup.zone_unknown') }
  }

  /** To be asked last, when all else is right: it counts the companies. */
  async mayOpen(email: string): Promise<boolean> {
    const key = `signup-email:${email.toLowerCase()}`
    return Boolean(await limiter.use(COMPANIES).attempt(key, () => true))
  }

  said({ i18n }: HttpContext, { verdict, suggestions }: CheckedSubdomain): string {
    const names = new Intl.ListFormat(i18n.locale, { type: 'disjunction' }).format(suggestions)
    const free = suggestions.length > 0 ? ` ${i18n.t('signup.free', { names })}` : ''
    return i18n.t(`platform.subdomain_${verdict}`) + free
  }
}
