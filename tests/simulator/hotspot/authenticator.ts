import type { Row } from '../menus/menu.js'
import type { Attribute } from '../radius/attributes.js'
import { CODE } from '../radius/dictionary.js'
import type { NasClient } from '../radius/nas_client.js'
import { textOf } from '../radius/packet.js'
import { chapPassword, chapResponse, hidePassword } from '../radius/passwords.js'
import { authenticationServers } from '../radius/servers.js'
import { combinedLimit, emptyGrant, readGrant, type Grant } from './grant.js'
import type { ChapOffer, Host } from './host.js'
import { stationAttributes, type StationContext } from './identity.js'
import { radiusSilent, wrongCredentials } from './login_error.js'
import { InvalidRateLimit } from './rate_limit.js'
import { serverProfile, timeOf } from './settings.js'

export interface Credentials {
  readonly user: string
  /** The password itself (PAP), or the response a login page computed (CHAP). */
  readonly proof: { password: string } | { chap: ChapOffer; response: Buffer }
}

export interface Admission {
  readonly grant: Grant
  readonly radius: boolean
}

const LOGIN_USER = 1

export interface AuthenticatorOptions extends StationContext {
  client: NasClient
  log: (topics: string, message: string) => void
}

/** Asks `/ip/hotspot/user` first and RADIUS after, as RouterOS does. */
export class Authenticator {
  constructor(private readonly options: AuthenticatorOptions) {}

  /** Throws LoginError when the user may not in. */
  async admit(host: Host, credentials: Credentials, sessionNumber: number): Promise<Admission> {
    const { menus } = this.options
    const local = menus
      .rows('/ip/hotspot/user')
      .find((row) => row['name'] === credentials.user && row['disabled'] !== 'true')
    if (local !== undefined) return { grant: admitLocal(local, host, credentials), radius: false }
    if (serverProfile(menus)['use-radius'] !== 'true') throw wrongCredentials()
    return {
      grant: await this.#askRadius(host, credentials, sessionNumber),
      radius: true,
    }
  }

  async #askRadius(host: Host, credentials: Credentials, sessionNumber: number): Promise<Grant> {
    const { menus, client, address, log } = this.options
    for (const server of authenticationServers(menus)) {
      const reply = await client
        .exchange(server, CODE.accessRequest, (authenticator) => [
          ...stationAttributes(this.options, host, credentials.user, sessionNumber),
          ...proofAttributes(credentials, server.secret, authenticator),
          ['Service-Type', LOGIN_USER],
          ['WISPr-Logoff-URL', `http://${address}/logout`],
        ])
        .catch(tooLong)
      if (reply === undefined) continue
      if (reply.code !== CODE.accessAccept) throw wrongCredentials(textOf(reply, 'Reply-Message'))
      try {
        return readGrant(reply)
      } catch (error) {
        if (!(error instanceof InvalidRateLimit)) throw error
        log('hotspot,error', `${credentials.user}: ${error.message} from RADIUS`)
        throw wrongCredentials()
      }
    }
    throw radiusSilent()
  }
}

function tooLong(error: unknown): never {
  if (error instanceof RangeError) throw wrongCredentials()
  throw error
}

function proofAttributes(
  credentials: Credentials,
  secret: string,
  authenticator: Buffer
): Attribute[] {
  const { proof } = credentials
  if ('password' in proof)
    return [['User-Password', hidePassword(proof.password, secret, authenticator)]]
  return [
    ['CHAP-Challenge', proof.chap.challenge],
    ['CHAP-Password', chapPassword(proof.chap.id, proof.response)],
  ]
}

function admitLocal(user: Row, host: Host, { proof }: Credentials): Grant {
  const password = user['password'] ?? ''
  const right =
    'password' in proof
      ? proof.password === password
      : chapResponse(proof.chap.id, password, proof.chap.challenge).equals(proof.response)
  const mac = user['mac-address'] ?? '00:00:00:00:00:00'
  if (!right || (mac !== '00:00:00:00:00:00' && mac !== host.mac)) throw wrongCredentials()
  const uptime = timeOf(user, 'limit-uptime')
  return {
    ...emptyGrant(),
    sessionTimeout: uptime === undefined ? undefined : uptime / 1000,
    totalLimit: combinedLimit(Number(user['limit-bytes-total'] ?? 0), 0),
    profile: user['profile'],
  }
}
