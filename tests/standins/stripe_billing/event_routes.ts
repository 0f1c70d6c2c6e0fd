import type { Api } from './api.js'
import { eventView } from './events.js'
import { PAGING } from './known.js'
import { pageOf } from './pages.js'
import type { BillingWorld } from './world.js'

/** docs.stripe.com/api/events */
export function addEventRoutes(api: Api, { events }: BillingWorld): void {
  api
    .add('GET', '/events', ['type', 'types[#]', 'created[gte]', ...PAGING], ({ params }) => {
      const type = params.text('type')
      const types = params.list('types')
      const since = params.integer('created[gte]') ?? 0
      const found = events
        .all()
        .filter((event) => type === undefined || event.type === type)
        .filter((event) => types.length === 0 || types.includes(event.type))
        .filter(({ created }) => created >= since)
      return pageOf(found, params, '/v1/events', eventView)
    })
    .add('GET', '/events/:id', [], ({ id }) => eventView(events.of(id)))
}
