import { isDeepStrictEqual } from 'node:util'
import { BaseModel, column } from '@adonisjs/lucid/orm'
import type { DateTime } from 'luxon'
import { readCredentials, type ProviderEnvironment, type ProviderField } from '#core/http/provider'
import { integerColumn } from '#tenancy/columns'
import { keepUnchanged } from '#tenancy/keep_unchanged'
import { seal, unseal } from '#tenancy/sealed'
import type { TenantScope } from '#tenancy/tenancy'

/** What an ISP enters of its account at a provider. */
export interface ProviderAccountForm {
  provider: string
  environment: ProviderEnvironment
  enabled: boolean
  credentials: Record<string, unknown>
  /** Fields to be emptied. */
  forget?: readonly string[]
}

/** What an ISP's account at any provider has, of payments or of SMS. Credentials are sealed. */
export abstract class ProviderAccount extends BaseModel {
  @integerColumn({ isPrimary: true })
  declare id: number

  @column()
  declare provider: string

  @column()
  declare environment: ProviderEnvironment

  @column()
  declare enabled: boolean

  @column()
  declare position: number

  @column({ serializeAs: null })
  declare credentials: string

  @column.dateTime({ autoCreate: true, autoUpdate: true })
  declare updatedAt: DateTime

  /**
   * Takes over what was entered; fields left empty keep their value.
   *
   * @param fields that the provider's driver asks for
   * @param use what the credentials are sealed for
   * @returns whether the credentials are others than before
   * @throws InvalidCredentials
   */
  enter(
    tenant: TenantScope,
    form: ProviderAccountForm,
    fields: readonly ProviderField[],
    use: string
  ): boolean {
    const stored = this.$isPersisted
      ? unseal<Record<string, unknown>>(this.credentials, tenant.id, use)
      : {}
    const kept = Object.entries(stored).filter(([key]) => !form.forget?.includes(key))
    const credentials = readCredentials(
      fields,
      keepUnchanged(Object.fromEntries(kept), form.credentials)
    )
    this.provider = form.provider
    this.environment = form.environment
    this.enabled = form.enabled
    this.credentials = seal(credentials, tenant.id, use)
    return !isDeepStrictEqual(credentials, stored)
  }
}
