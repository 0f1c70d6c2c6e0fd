import { endpointView, type Endpoints } from './endpoints.js'
import type { Merchant } from './merchants.js'
import { listView } from './views.js'

interface EndpointCall {
  merchant: Merchant
  form: URLSearchParams
  id: string
}

type Add = (method: string, path: string, work: (call: EndpointCall) => unknown) => void

/** docs.stripe.com/api/webhook_endpoints */
export function addEndpointRoutes(add: Add, endpoints: Endpoints): void {
  add('POST', '/webhook_endpoints', ({ merchant, form }) =>
    endpointView(endpoints.create(merchant, form), true)
  )
  add('GET', '/webhook_endpoints', ({ merchant }) => {
    const found = endpoints.ofAccount(merchant).map((endpoint) => endpointView(endpoint))
    return listView('/v1/webhook_endpoints', found)
  })
  add('GET', '/webhook_endpoints/:id', ({ merchant, id }) =>
    endpointView(endpoints.of(merchant, id))
  )
  add('POST', '/webhook_endpoints/:id', ({ merchant, form, id }) =>
    endpointView(endpoints.update(merchant, id, form))
  )
  add('DELETE', '/webhook_endpoints/:id', ({ merchant, id }) => {
    endpoints.remove(merchant, id)
    return { id, object: 'webhook_endpoint', deleted: true }
  })
}
