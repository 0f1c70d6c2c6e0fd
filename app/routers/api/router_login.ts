import { createHash } from 'node:crypto'
import { CommandChannel, type RouterReply } from './command_channel.js'
import { RouterLoginRefused, RouterProtocolError, RouterTrap } from './router_api_errors.js'
import { type RouterApiTarget } from './router_api_target.js'
import { type RouterConnector } from './router_connector.js'

/**
 * Logs in, in the form of RouterOS 6.43 and later; an older router answers that with a
 * challenge (`!done =ret=<hex>`) and is then given the MD5 response (manual: API,
 * "Initial login"). Each of the two exchanges has `timeoutMs`.
 *
 * @throws RouterLoginRefused when the router refuses the user or the password
 */
export async function logIn(
  connector: RouterConnector,
  { user, password }: Pick<RouterApiTarget, 'user' | 'password'>,
  timeoutMs: number
): Promise<void> {
  const send = (...words: string[]) =>
    attempt(connector, user, [`=name=${user}`, ...words], timeoutMs)

  const { ret } = await send(`=password=${password}`)
  if (ret !== undefined) await send(`=response=${challengeResponse(password, ret)}`)
}

/**
 * `00` and the MD5, in hex, of a zero octet, the password and the challenge, all as octets.
 *
 * @throws RouterProtocolError when the challenge is not hex
 */
export function challengeResponse(password: string, challenge: string): string {
  if (!/^([0-9a-f]{2})+$/i.test(challenge)) {
    throw new RouterProtocolError('The router sent a login challenge that is not hexadecimal.')
  }
  const digest = createHash('md5')
    .update(Buffer.of(0))
    .update(password, 'utf8')
    .update(Buffer.from(challenge, 'hex'))
    .digest('hex')
  return `00${digest}`
}

async function attempt(
  connector: RouterConnector,
  user: string,
  words: string[],
  timeoutMs: number
): Promise<RouterReply> {
  try {
    return await new CommandChannel(connector, '/login').run(words, timeoutMs)
  } catch (error) {
    if (!(error instanceof RouterTrap)) throw error
    throw new RouterLoginRefused(
      `The router ${connector.where} refused the API user "${user}": ${error.text}. ` +
        'Check the user and password kept here, and that the user may use the API (policy api).',
      { cause: error }
    )
  }
}
