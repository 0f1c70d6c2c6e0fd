import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { MacAddress } from '#core/mac_address'
import { integerColumn, jsonColumn } from '#tenancy/columns'

/** What a router can be told, and with what. */
export interface CommandPayloads {
  /** Let a device in; `renew` ends its present session first, so that a new quota is read. */
  login: { mac: MacAddress; ip: string | null; renew: boolean }
  /** End a session: by Disconnect-Request, or `first` by the API; where that fails, the other way. */
  logout: { mac: MacAddress; first?: 'api' }
  /** Another speed (Mikrotik-Rate-Limit) and end (ISO 8601) for the running session. */
  change: { mac: MacAddress; ip: string | null; rateLimit: string; expiresAt: string }
  /** End a session by Disconnect-Request alone; the device may come back at once. */
  disconnect: { mac: MacAddress }
  /** Push the walled garden as it is wanted when the command runs. */
  walled_garden: Record<string, never>
  /** Give the router the RADIUS secret that waits in `radius_secret_next`. */
  secret: Record<string, never>
}

export type CommandKind = keyof CommandPayloads
export type CommandState = 'pending' | 'running' | 'done' | 'dead' | 'dismissed'

/** One line of a router's outbox. */
export default class RouterCommand extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @integerColumn()
  declare routerId: number

  @column()
  declare kind: CommandKind

  @jsonColumn()
  declare payload: CommandPayloads[CommandKind]

  @column()
  declare dedupeKey: string

  @column()
  declare state: CommandState

  @column()
  declare attempts: number

  /** While pending: not to be tried before. While running: the lease of whoever is at it. */
  @column.dateTime()
  declare notBefore: DateTime

  @column.dateTime()
  declare deadlineAt: DateTime

  /** The last try failed by the router as a whole, so that others need not be tried now. */
  @column()
  declare routerTrouble: boolean

  @column()
  declare outcome: string | null

  @column()
  declare lastError: string | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime()
  declare finishedAt: DateTime | null

  /** The device it is about; null when it is about the router itself. */
  get subject(): MacAddress | null {
    return 'mac' in this.payload ? this.payload.mac : null
  }
}
