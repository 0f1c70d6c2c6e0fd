import type { Routes } from '../kit/routes.js'
import { answer } from '../stripe/answering.js'
import type { Merchant } from '../stripe/merchants.js'
import { Params } from '../stripe/params.js'
import { expanded } from './expand.js'
import { known } from './known.js'
import type { BillingWorld } from './world.js'

export interface Call {
  merchant: Merchant
  /** Of the address: `/customers/:id` and `/customers/:id/tax_ids/:second`. */
  id: string
  second: string
  params: Params
  form: URLSearchParams
}

/** Stripe's API v1 below `/v1`: names of parameters are said with each address. */
export class Api {
  constructor(
    private readonly routes: Routes,
    private readonly world: BillingWorld,
    private readonly beforeEach: () => void
  ) {}

  /** @param names of the parameters that are known, as `known` writes them */
  add(method: string, path: string, names: string[], work: (call: Call) => unknown): this {
    this.#route(method, path, (call) => {
      const params = new Params(call.form, known(...names))
      const view = work({ ...call, params })
      return expanded(this.world, view, params.list('expand'))
    })
    return this
  }

  /** An address whose work knows its parameters itself. */
  addRaw(method: string, path: string, work: (call: Omit<Call, 'params'>) => unknown): void {
    this.#route(method, path, work)
  }

  #route(method: string, path: string, work: (call: Omit<Call, 'params'>) => unknown): void {
    this.routes.add(method, `/v1${path}`, (request) =>
      answer(this.world, request, (merchant, body) => {
        this.beforeEach()
        const { id = '', second = '' } = request.params
        return work({ merchant, id, second, form: method === 'POST' ? body : request.query })
      })
    )
  }
}
