import { html, seeOther } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { choicePage, endedPage, promptPage, quietPage } from './handset_page.js'
import type { CustomerAction, MpesaWorld } from './world.js'

/** The customers' phones: `/handset` to choose one, `/handset/2547…` to look at it. */
export function addHandsetRoutes(routes: Routes, world: MpesaWorld): void {
  const { pushes } = world

  routes.add('GET', '/handset', (request) => {
    const number = (request.query.get('number') ?? '').replace(/\D/g, '')
    if (number !== '') return seeOther(`/handset/${number}`)
    world.endOverdue()
    return html(choicePage(pushes.waiting()))
  })
  routes.add('GET', '/handset/:msisdn', ({ params }) => {
    const { msisdn = '' } = params
    world.endOverdue()
    const push = pushes.on(msisdn)
    return html(push ? promptPage(push) : quietPage(msisdn))
  })
  routes.add('POST', '/handset/:msisdn', (request) => {
    const { msisdn = '' } = request.params
    const form = request.form()
    world.endOverdue()
    const push = pushes.find(form.get('id') ?? '')
    if (!push || push.msisdn !== msisdn) return html(quietPage(msisdn), 404)
    const action = parseAction(form.get('action'))
    if (push.result !== undefined) return html(endedPage(push))
    if (action === undefined || push !== pushes.on(msisdn)) return html(quietPage(msisdn), 400)
    world.act(push, action, form.get('pin') ?? '')
    return html(endedPage(push))
  })
}

export function parseAction(value: unknown): CustomerAction | undefined {
  return value === 'pay' || value === 'cancel' || value === 'timeout' ? value : undefined
}
