import { createHash, randomBytes } from 'node:crypto'
import type { Menus } from '../menus/menus.js'
import { RouterTrap } from '../menus/router_trap.js'
import type { Row } from '../menus/menu.js'
import { admits } from './admits.js'
import { policiesOf } from './policies.js'

export type LoginStyle = 'plain' | 'challenge'

export interface ApiUser {
  readonly name: string
  readonly policies: ReadonlySet<string>
}

/** `00` + md5(00 ‖ password ‖ challenge), the reply of clients before 6.43. */
export function challengeResponse(password: string, challenge: Buffer): string {
  const hash = createHash('md5')
  hash
    .update(Buffer.from([0]))
    .update(password)
    .update(challenge)
  return `00${hash.digest('hex')}`
}

const refused = () => new RouterTrap('invalid user name or password (6)', 0)

/** Logs one API connection in, in the plain way (≥ 6.43) or by challenge. */
export class ApiLogin {
  #challenge: Buffer | undefined

  constructor(
    private readonly menus: Menus,
    private readonly style: LoginStyle,
    /** The address that the client connects from. */
    private readonly peer = ''
  ) {}

  /** The user, or the challenge to send in `=ret=`. Throws the trap of a wrong login. */
  attempt(args: Row): ApiUser | { challenge: string } {
    const response = args['response']
    if (response !== undefined) return this.#answered(args['name'] ?? '', response)
    if (this.style === 'challenge') {
      this.#challenge = randomBytes(16)
      return { challenge: this.#challenge.toString('hex') }
    }
    const row = this.#row(args['name'] ?? '')
    if (row === undefined || (row['password'] ?? '') !== (args['password'] ?? '')) throw refused()
    return this.#user(row)
  }

  #answered(name: string, response: string): ApiUser {
    const [row, challenge] = [this.#row(name), this.#challenge]
    this.#challenge = undefined
    if (row === undefined || challenge === undefined) throw refused()
    if (challengeResponse(row['password'] ?? '', challenge) !== response) throw refused()
    return this.#user(row)
  }

  #row(name: string): Row | undefined {
    const rows = this.menus.menu('/user').stored()
    return rows.find((row) => row['name'] === name && row['disabled'] !== 'true')
  }

  /** A group without the `api` policy cannot log in here, nor a user from elsewhere than allowed. */
  #user(row: Row): ApiUser {
    const policies = policiesOf(this.menus, row['group'])
    if (!policies.has('api') || !admits(row['address'], this.peer)) throw refused()
    return { name: row['name'] ?? '', policies }
  }
}
