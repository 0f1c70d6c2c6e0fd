import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'
import { OUR_NAME, RESERVED_NAMES } from '#platform/signup/reserved_names'
import { slugSkeleton } from '#tenancy/provisioning/slug_skeleton'

const SHAPE = /^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$/

const SUGGESTIONS = 3

export type SubdomainVerdict = 'available' | 'taken' | 'lookalike' | 'reserved' | 'malformed'

export interface CheckedSubdomain {
  verdict: SubdomainVerdict
  /** Free names like it, where it is not itself. */
  suggestions: string[]
}

/** One look at the tenants for all the names: an exact hit, a look-alike, one of ours. */
const LOOK = `
  select wish, exists (select from platform.tenants where slug = wish) as taken,
         exists (select from platform.tenants
                  where ${slugSkeleton('slug')} = ${slugSkeleton('wish')}) as lookalike,
         ${slugSkeleton('wish')} like '%' || ${slugSkeleton(':ours')} || '%'
           or exists (select from jsonb_array_elements_text(:reserved::jsonb) as one(word)
                       where ${slugSkeleton('word')} = ${slugSkeleton('wish')}) as reserved
    from jsonb_array_elements_text(:wishes::jsonb) with ordinality as asked(wish, at)
   order by at`

interface Row {
  wish: string
  taken: boolean
  lookalike: boolean
  reserved: boolean
}

/** Can an ISP have this subdomain, and if not, which other? */
@inject()
export class CheckSubdomain {
  constructor(private db: Database) {}

  /** @param country ISO 3166 alpha-2, for suggestions; none where it is not known yet */
  async execute(subdomain: string, country = ''): Promise<CheckedSubdomain> {
    if (!isWellFormed(subdomain)) return { verdict: 'malformed', suggestions: [] }

    const wishes = [subdomain, ...like(subdomain, country).filter(isWellFormed)]
    const result: { rows: Row[] } = await this.db.connection('app').rawQuery(LOOK, {
      wishes: JSON.stringify(wishes),
      reserved: JSON.stringify(RESERVED_NAMES),
      ours: OUR_NAME,
    })
    const [asked, ...others] = result.rows
    const verdict = asked ? verdictOf(asked) : 'malformed'
    const free = others.filter((other) => verdictOf(other) === 'available')
    return {
      verdict,
      suggestions:
        verdict === 'available' ? [] : free.slice(0, SUGGESTIONS).map(({ wish }) => wish),
    }
  }
}

/** Two hyphens in a row begin names of other scripts (xn--, RFC 5890), where look-alikes abound. */
function isWellFormed(name: string): boolean {
  return SHAPE.test(name) && !name.includes('--')
}

function verdictOf({ taken, lookalike, reserved }: Row): SubdomainVerdict {
  if (taken) return 'taken'
  if (reserved) return 'reserved'
  return lookalike ? 'lookalike' : 'available'
}

function like(name: string, country: string): string[] {
  const tails = [country.toLowerCase(), 'net', 'wifi', 'isp', 'online', '2', '3'].filter(Boolean)
  return tails.map((tail) => `${name}-${tail}`)
}
