import app from '@adonisjs/core/services/app'
import edge from 'edge.js'
import { addCollection, edgeIconify } from 'edge-iconify'
import { icons as tabler } from '@iconify-json/tabler'
import { DateTime } from 'luxon'
import { appUrl } from '#config/app'
import { formatSeconds } from '#core/duration'
import { Money } from '#core/money'
import { formatOctets, octets, type Octets } from '#core/octets'
import { formatBps } from '#core/rate'
import { signedMoney } from '#core/signed_money'
import { plansHaving, whyMissing } from '#tenancy/plans/feature_words'
import { hasFeature } from '#tenancy/plans/features'
import { FEATURES, planByCode, type PlanCode } from '#tenancy/plans/plans'

/** Only where somebody edits them are templates read again at every render. */
if (!app.inDev) {
  edge.configure({ cache: true })
  rememberComponents()
}
addCollection(tabler)
edge.use(edgeIconify)

edge.global('forgotUrl', `${appUrl.origin}/forgot`)
edge.global('money', (minor: number, currency: string, locale = 'en') =>
  Money.of(minor, currency).format(locale)
)
edge.global('signed', signedMoney)
edge.global('decimal', (minor: number, currency: string) => Money.of(minor, currency).toDecimal())
edge.global('octets', (count: Octets | string | null, locale = 'en') =>
  count === null ? null : formatOctets(octets(count), locale)
)
edge.global('grouped', (count: number, locale = 'en') =>
  new Intl.NumberFormat(`${locale}-u-nu-latn`).format(count)
)
edge.global('bps', (rate: number, locale = 'en') => formatBps(rate, locale))
edge.global('seconds', (count: number, locale = 'en') => formatSeconds(count, locale))
edge.global('mobile', (number: string) => number)
edge.global('datetime', (at: DateTime | null, zone = 'UTC', locale = 'en') =>
  at ? at.setZone(zone).setLocale(locale).toFormat('d LLL yyyy, HH:mm') : '—'
)
edge.global('moment', (iso: string) => DateTime.fromISO(iso, { zone: 'utc' }))
edge.global('ago', (at: DateTime | null, locale = 'en') =>
  at ? (at.setLocale(locale).toRelative() ?? '—') : '—'
)
edge.global('planName', (code: PlanCode) => planByCode(code).name)
edge.global('allFeatures', FEATURES)
edge.global('hasFeature', hasFeature)
edge.global('plansHaving', plansHaving)
edge.global('whyMissing', whyMissing)

/** Edge reads the folder of components at every render, its template cache notwithstanding. */
function rememberComponents(): void {
  const { loader } = edge
  const list = loader.listComponents.bind(loader)
  let known: ReturnType<typeof list> | undefined
  loader.listComponents = () => (known ??= list())
}
