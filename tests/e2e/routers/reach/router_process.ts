import { VirtualRouter } from '#tests/simulator/virtual_router'

/** A virtual MikroTik in a namespace of its own: API and CoA listener. Set up by the lines on stdin. */
const [address = '', apiUser = '', apiPassword = ''] = process.argv.slice(2)
let script = ''
for await (const chunk of process.stdin.setEncoding('utf8')) script += String(chunk)

const router = await VirtualRouter.start({ address, apiUser, apiPassword })
const refused = (await router.configure(script)).filter(({ failed }) => failed)
process.stdout.write(refused.length > 0 ? JSON.stringify(refused) : 'router ready\n')
