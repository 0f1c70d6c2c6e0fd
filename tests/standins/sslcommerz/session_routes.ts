import { json, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { parseSessionRequest, SessionRefusal } from './session_request.js'
import type { SslcommerzWorld } from './world.js'

const FORM = 'application/x-www-form-urlencoded'

/** `POST /gwprocess/v4/api.php`: a form in, JSON out, HTTP 200 whatever becomes of it. */
export function addSessionRoute(routes: Routes, world: SslcommerzWorld): void {
  routes.add('POST', '/gwprocess/v4/api.php', (request) => {
    try {
      return opened(world, request)
    } catch (error) {
      if (error instanceof SessionRefusal) return refused(error.message)
      throw error
    }
  })
}

/** @throws SessionRefusal */
function opened(world: SslcommerzWorld, request: StandInRequest): Reply {
  if (request.contentType !== FORM) throw new SessionRefusal('Invalid Information!')
  const form = request.form()
  const store = world.stores.withPassword(form.get('store_id'), form.get('store_passwd'))
  if (!store?.active) throw new SessionRefusal('Store Credential Error Or Store is De-active')
  const session = world.sessions.open(store, parseSessionRequest(form))
  const page = `${world.publicUrl ?? request.origin}/EasyCheckOut/testcde${session.sessionKey}`
  return json({
    status: 'SUCCESS',
    failedreason: '',
    sessionkey: session.sessionKey,
    gw: { visa: 'visacard', master: 'mastercard', mobilebanking: 'bkash' },
    redirectGatewayURL: `${page}?cardname=`,
    redirectGatewayURLFailed: '',
    GatewayPageURL: page,
    storeBanner: '',
    storeLogo: '',
    store_name: store.name,
    desc: [],
    is_direct_pay_enable: '0',
  })
}

function refused(reason: string): Reply {
  return json({ status: 'FAILED', failedreason: reason, sessionkey: '', GatewayPageURL: '' })
}
