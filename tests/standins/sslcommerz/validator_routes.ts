import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import type { Store } from './stores.js'
import { transactionView, validationView } from './views.js'
import type { SslcommerzWorld } from './world.js'

const ALWAYS = ['store_id', 'store_passwd', 'format', 'v']
const REFUND = ['bank_tran_id', 'refund_trans_id', 'refund_amount', 'refund_remarks', 'refe_id']

type Work = (store: Store, query: URLSearchParams) => unknown

/** The merchant's server asks here; everything is GET, and the password is in the address. */
export function addValidatorRoutes(routes: Routes, world: SslcommerzWorld): void {
  const { sessions, refunds, settings } = world

  routes.add('GET', '/validator/api/validationserverAPI.php', (request) =>
    answer(world, request, { val_id: [validate, ['val_id']] })
  )
  routes.add('GET', '/validator/api/merchantTransIDvalidationAPI.php', (request) =>
    answer(world, request, {
      refund_ref_id: [
        (store, query) => refunds.query(store, query.get('refund_ref_id') ?? ''),
        ['refund_ref_id'],
      ],
      bank_tran_id: [(store, query) => refunds.initiate(store, query), REFUND],
      sessionkey: [bySession, ['sessionkey']],
      tran_id: [byTransaction, ['tran_id']],
    })
  )

  /** The first question makes a valid payment a validated one. */
  function validate(store: Store, query: URLSearchParams) {
    const valId = query.get('val_id')
    const session = sessions.of(store).find((one) => one.valId !== undefined && one.valId === valId)
    if (!session) return { status: 'INVALID_TRANSACTION', APIConnect: 'DONE' }
    const view = validationView(session, settings.amounts, world.clock.now())
    session.status = 'VALIDATED'
    return view
  }

  function bySession(store: Store, query: URLSearchParams) {
    const key = query.get('sessionkey') ?? ''
    const session = sessions.of(store).find((one) => one.sessionKey === key)
    if (!session) return { APIConnect: 'DONE', status: 'INVALID_TRANSACTION', sessionkey: key }
    return { APIConnect: 'DONE', sessionkey: key, ...transactionView(session, settings.amounts) }
  }

  /** A session nobody came to is no transaction yet. */
  function byTransaction(store: Store, query: URLSearchParams) {
    const found = sessions
      .of(store)
      .filter((one) => one.tranId === query.get('tran_id') && one.status !== 'CREATED')
      .map((one) => transactionView(one, settings.amounts))
    const [first] = found
    const bare = settings.singleElement === 'object' && found.length === 1
    return {
      APIConnect: 'DONE',
      no_of_trans_found: found.length,
      element: bare ? first : found,
    }
  }
}

/** Picks the work by the field that asks for it; anything unknown is `INVALID_REQUEST`. */
function answer(
  world: SslcommerzWorld,
  { query }: StandInRequest,
  works: Record<string, [Work, readonly string[]]>
): Reply {
  const [work, allowed] = Object.entries(works).find(([field]) => query.has(field))?.[1] ?? []
  if (!work || !allowed) return json({ APIConnect: 'INVALID_REQUEST' })
  const known = [...ALWAYS, ...allowed]
  if ([...query.keys()].some((field) => !known.includes(field))) {
    return json({ APIConnect: 'INVALID_REQUEST' })
  }
  if ((query.get('format') ?? 'json') !== 'json') return json({ APIConnect: 'INVALID_REQUEST' })
  const store = world.stores.withPassword(query.get('store_id'), query.get('store_passwd'))
  if (!store) return json({ APIConnect: 'FAILED' })
  if (!store.active) return json({ APIConnect: 'INACTIVE' })
  return json(work(store, query))
}
