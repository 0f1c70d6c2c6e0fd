import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import type { AlertKind } from '#routers/health/alert_kind'
import type { AlertState } from '#routers/health/alert_state'
import type { RouterHealth } from '#routers/health/router_health'
import type { RouterApiTarget } from '#routers/api/router_api_target'
import { ROUTER_TLS } from '#routers/api/router_tls'
import { certificateMemory, mayReachApiAt } from '#routers/api_route'
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

  /** Where its API is, if not at its address: an address or a DNS name. */
  @column()
  declare apiHost: string | null

  @column()
  declare apiTls: boolean

  /** SHA-256 of the certificate it is known by, see KnownCertificate. */
  @column()
  declare apiCertificate: string | null

  /** Another certificate that it showed since, until somebody accepts it. */
  @column()
  declare apiCertificateSeen: string | null

  /** Sealed; the router is being given it, and still knows the other. */
  @column({ serializeAs: null })
  declare radiusSecretNext: string | null

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
      host: this.apiHost ?? this.address,
      port: this.apiPort,
      user: this.apiUser,
      password: unseal<string>(this.apiPassword, tenantId, 'router api password'),
      permits: (address) => mayReachApiAt(address, this.address),
      ...(this.apiTls && { tls: ROUTER_TLS, certificate: certificateMemory(this, tenantId) }),
    }
  }

  /** The secret it is being given, if it is. */
  nextSecret(tenantId: number): string | null {
    if (this.radiusSecretNext === null) return null
    return unseal<string>(this.radiusSecretNext, tenantId, 'radius secret')
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
