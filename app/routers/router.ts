import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { AlertKind } from '#routers/health/alert_kind'
import type { AlertState } from '#routers/health/alert_state'
import type { RouterHealth } from '#routers/health/router_health'
import type { RouterApiTarget } from '#routers/api/router_api_target'
import type { JoinReport } from '#routers/provisioning/join_report'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import { integerColumn, jsonColumn } from '#tenancy/columns'
import { unseal } from '#tenancy/sealed'

export type ApiState = 'unknown' | 'reachable' | 'unreachable' | 'refused'

/** A MikroTik of the ISP's: a NAS to RADIUS, a target to the API. Its secrets are sealed. */
export default class Router extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare name: string

  /** Source address of its RADIUS packets and target of API, CoA and Disconnect. */
  @column()
  declare address: string

  @column()
  declare kind: 'hotspot'

  /** /system identity, which its login page passes on. */
  @column()
  declare identity: string

  @column()
  declare token: string

  /** What its hotspot calls itself towards customers: hotspot-address or dns-name. */
  @column()
  declare hotspotAddress: string

  @column({ serializeAs: null })
  declare radiusSecret: string

  @column()
  declare apiUser: string

  @column({ serializeAs: null })
  declare apiPassword: string

  @integerColumn()
  declare apiPort: number

  @column()
  declare apiState: ApiState

  @column()
  declare apiMessage: string | null

  @column.dateTime()
  declare apiCheckedAt: DateTime | null

  /** How it is to join, as the operator chose; null before that. */
  @jsonColumn()
  declare joinChoices: JoiningChoices | null

  @column.dateTime()
  declare joinedAt: DateTime | null

  /** What its script told last of how joining went. */
  @jsonColumn()
  declare joinReport: JoinReport | null

  /** As the router told, and so possibly anything. */
  @column()
  declare routerosVersion: string | null

  @column()
  declare boardName: string | null

  @column()
  declare serialNumber: string | null

  /** What was last heard of it (app/routers/health). */
  @jsonColumn()
  declare health: RouterHealth | null

  /** The trouble people are told of, by its kind. */
  @jsonColumn()
  declare alerts: Partial<Record<AlertKind, AlertState>>

  /** The name of the network it broadcasts, and the place it stands in. */
  @column()
  declare ssid: string | null

  @column()
  declare zone: string | null

  @column.dateTime({ autoCreate: true })
  declare createdAt: DateTime

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  apiTarget(tenantId: number): RouterApiTarget {
    return {
      host: this.address,
      port: this.apiPort,
      user: this.apiUser,
      password: unseal<string>(this.apiPassword, tenantId, 'router api password'),
    }
  }

  secret(tenantId: number): string {
    return unseal<string>(this.radiusSecret, tenantId, 'radius secret')
  }

  get facts() {
    const { identity, token, apiUser, apiPort, hotspotAddress } = this
    return { identity, token, apiUser, apiPort, hotspotAddress }
  }

  /** May a login form be sent there? Only to this router itself: anything else would be an open redirect. */
  ownsLoginPage(url: string): boolean {
    const target = URL.parse(url)
    if (!target || !/^https?:$/.test(target.protocol)) return false
    return target.hostname === this.hotspotAddress || target.hostname === this.address
  }
}
