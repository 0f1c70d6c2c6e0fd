import { inject } from '@adonisjs/core'
import { Database } from '@adonisjs/lucid/database'

export interface Handshake {
  key: string
  /** Address and port its packets come from. */
  from: string
  /** Seconds since 1970. */
  at: number
}

/** Public key, endpoint and time, parted by blanks; a peer that never came has the time 0. */
const LINE = /^(\S{44}) (\S+) ([1-9]\d{0,10})$/

/** Reads what docker/wireguard reports of its peers; other lines are left out. */
export function parseHandshakes(report: string): Handshake[] {
  return report.split('\n').flatMap((line) => {
    const [, key = '', from = '', at = ''] = LINE.exec(line) ?? []
    return key ? [{ key, from, at: Number(at) }] : []
  })
}

/** Writes down when each router's tunnel was last heard, in one statement for all. */
@inject()
export class RecordHandshakes {
  constructor(private db: Database) {}

  async execute(handshakes: readonly Handshake[]): Promise<void> {
    if (handshakes.length === 0) return
    await this.db.connection('app').rawQuery(
      `update platform.router_tunnels tunnel
          set last_handshake_at = to_timestamp(seen.at), seen_from = seen."from"
         from jsonb_to_recordset(:seen::jsonb) as seen(key text, at bigint, "from" text)
        where tunnel.public_key = seen.key
          and tunnel.last_handshake_at is distinct from to_timestamp(seen.at)`,
      { seen: JSON.stringify(handshakes) }
    )
  }
}
