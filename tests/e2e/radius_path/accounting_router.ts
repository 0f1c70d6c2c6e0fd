import env from '#start/env'
import type Router from '#routers/router'
import type { Attribute } from '#tests/simulator/radius/attributes'
import { CODE } from '#tests/simulator/radius/dictionary'
import { NasClient } from '#tests/simulator/radius/nas_client'
import type { RadiusPacket } from '#tests/simulator/radius/packet'
import { hidePassword } from '#tests/simulator/radius/passwords'
import { registerRouter, type Isp } from '#tests/support/isp'

/** Acct-Status-Type, RFC 2866 §5.1. */
const STATUS = { start: 1, stop: 2, interim: 3, on: 7 } as const
const WORD = 2n ** 32n
const RETRY_MS = 2000

/** What every router behind NAT calls itself, so that nothing can depend on it. */
const EVERYBODYS_ADDRESS = '192.168.88.1'

/** A session's counters, in octets; left out, the attributes are left out too. */
export interface Counters {
  seconds: number
  input?: bigint
  output?: bigint
  /** Sent instead of, or besides, the counters. */
  more?: Attribute[]
}

/** How long ago something happened, in seconds: travels as Acct-Delay-Time (RFC 2866 §5.2). */
export interface Ago {
  ago?: number
}

/** A router of which a story makes every packet by hand. */
export class AccountingRouter {
  readonly #client: NasClient
  #sessions = 0

  private constructor(
    readonly router: Router,
    private readonly secret: string
  ) {
    this.#client = new NasClient(router.address)
  }

  static async of(isp: Isp): Promise<AccountingRouter> {
    const router = await registerRouter(isp)
    return new AccountingRouter(router, router.secret(isp.tenant.id))
  }

  /** @throws when RADIUS stays silent */
  async signIn(mac: string): Promise<RadiusPacket> {
    return this.#ask(CODE.accessRequest, env.get('RADIUS_AUTH_PORT'), (authenticator) => [
      ['User-Name', mac],
      ['User-Password', hidePassword(mac, this.secret, authenticator)],
      ['NAS-IP-Address', EVERYBODYS_ADDRESS],
      ['NAS-Port-Type', 19],
    ])
  }

  /** Sends an Accounting-Request. @throws when it is not acknowledged, so not stored */
  async account(attributes: Attribute[], { ago = 0 }: Ago = {}): Promise<void> {
    await this.#ask(CODE.accountingRequest, env.get('RADIUS_ACCT_PORT'), () => [
      ...attributes,
      ['NAS-Identifier', 'MikroTik'],
      ['NAS-IP-Address', EVERYBODYS_ADDRESS],
      ['Acct-Delay-Time', ago],
    ])
  }

  async boots(when: Ago = {}): Promise<void> {
    await this.account([['Acct-Status-Type', STATUS.on]], when)
  }

  /** A session that has not begun; by default with an id no other one of this router has. */
  session(mac: string, { id, sessionClass }: SessionOptions = {}): AccountedSession {
    this.#sessions += 1
    const own = (0x80000000 + this.#sessions).toString(16)
    return new AccountedSession(this, mac, id ?? own, sessionClass)
  }

  close(): Promise<void> {
    return this.#client.close()
  }

  async #ask(
    code: number,
    port: number,
    make: (authenticator: Buffer) => Attribute[]
  ): Promise<RadiusPacket> {
    const server = {
      id: String(port),
      address: env.get('RADIUS_HOST'),
      port,
      secret: this.secret,
      timeout: RETRY_MS,
      requireMessageAuthenticator: true,
      source: undefined,
    }
    const answer = await this.#client.exchange(server, code, make)
    if (!answer) throw new Error(`No answer to a packet of code ${code}`)
    return answer
  }
}

interface SessionOptions {
  id?: string
  /** The Class of the sign-in, which a router echoes. */
  sessionClass?: Buffer
}

/** One session; its packets may be sent in any order and as often as a story likes. */
export class AccountedSession {
  #began: number | undefined

  constructor(
    private readonly at: AccountingRouter,
    readonly mac: string,
    readonly id: string,
    private readonly sessionClass: Buffer | undefined
  ) {}

  start({ ago = 0 }: Ago = {}): Promise<void> {
    this.#began ??= clock() - ago
    return this.#send(STATUS.start, this.#began, [], { ago })
  }

  interim(counters: Counters, { ago = 0 }: Ago = {}): Promise<void> {
    return this.#send(STATUS.interim, clock() - ago, read(counters), { ago })
  }

  stop(counters: Counters, { ago = 0 }: Ago = {}): Promise<void> {
    const all: Attribute[] = [...read(counters), ['Acct-Terminate-Cause', 1]]
    return this.#send(STATUS.stop, clock() - ago, all, { ago })
  }

  #send(status: number, at: number, counters: Attribute[], when: Ago): Promise<void> {
    return this.at.account(
      [
        ['Acct-Status-Type', status],
        ['NAS-Port-Type', 19],
        ['Calling-Station-Id', this.mac],
        ['Called-Station-Id', 'hotspot1'],
        ['NAS-Port-Id', 'bridge-hotspot'],
        ['User-Name', this.mac],
        ['NAS-Port', 2163212291],
        ['Acct-Session-Id', this.id],
        ['Framed-IP-Address', '10.5.50.2'],
        ['Event-Timestamp', at],
        ...counters,
        ...(this.sessionClass ? [['Class', this.sessionClass] as const] : []),
      ],
      when
    )
  }
}

function read({ seconds, input, output, more = [] }: Counters): Attribute[] {
  return [
    ['Acct-Session-Time', seconds],
    ...words('Input', input),
    ...words('Output', output),
    ...more,
  ]
}

/** RFC 2869 §5.1: how often the 32-bit counter has wrapped travels beside it. */
function words(way: 'Input' | 'Output', octets: bigint | undefined): Attribute[] {
  if (octets === undefined) return []
  return [
    [`Acct-${way}-Octets`, Number(octets % WORD)],
    [`Acct-${way}-Gigawords`, Number(octets / WORD)],
  ]
}

const clock = () => Math.floor(Date.now() / 1000)

/** Mikrotik-Total-Limit of an Access-Accept in octets; undefined when it names none. */
export function limitOf(answer: RadiusPacket): bigint | undefined {
  const word = (name: string) => answer.attributes.find(([one]) => one === name)?.[1]
  const low = word('Mikrotik-Total-Limit')
  if (low === undefined) return undefined
  return BigInt(String(word('Mikrotik-Total-Limit-Gigawords') ?? 0)) * WORD + BigInt(String(low))
}

/** The Class of an Access-Accept. @throws when it has none */
export function classOf(answer: RadiusPacket): Buffer {
  const value = answer.attributes.find(([name]) => name === 'Class')?.[1]
  if (!Buffer.isBuffer(value)) throw new Error('The Access-Accept has no Class')
  return value
}
