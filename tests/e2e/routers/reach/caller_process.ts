import { withRouterSession } from '#routers/api/router_session'
import { sendDisconnect } from '#radius/dynamic_authorization/send_disconnect'

/** What the worker does with a router, from the machine the worker is on. Prints what came of it. */
const [host = '', user = '', password = '', secret = ''] = process.argv.slice(2)

const identity = await withRouterSession({ host, port: 8728, user, password }, async (session) => {
  const [row] = await session.print('/system/identity')
  return row?.name
})
const session = { userName: 'AA:BB:CC:00:00:01', framedIp: '10.5.50.9', acctSessionId: '80f00001' }
const disconnect = await sendDisconnect({ address: host, secret, ...session })
process.stdout.write(JSON.stringify({ identity, disconnect }))
