import { InvalidCredentials } from '#core/http/provider_errors'
import type { ProviderCredentials } from '#core/http/provider'

import { clashing, readCallFields, type CallFields } from './call_fields.js'
import type { FieldStyle } from './field_name.js'
import { genericFields } from './fields.js'
import { parseJsonPath, type JsonPath } from './json_path.js'
import { readConstants, readHeaders, type Pairs } from './lines.js'
import { readSuccessRule, type SuccessRule } from './success_rule.js'

/** What an operator told of a gateway, checked and taken apart. */
export interface GenericConfig {
  method: 'GET' | 'POST'
  style: FieldStyle
  headers: Pairs
  constants: Pairs
  fields: CallFields
  success: SuccessRule
  idPath: JsonPath | null
  errorPath: JsonPath | null
  /** Null when the gateway is not asked for its balance. */
  balance: BalanceCall | null
}

export interface BalanceCall {
  url: string
  path: JsonPath | null
  currency: string
}

/**
 * @param baseUrl the checked address of the account; the balance is asked for at the same host
 * @throws InvalidCredentials naming every field that is wrong
 */
export function readConfig(credentials: ProviderCredentials, baseUrl: string): GenericConfig {
  const wrong = new Set<string>()
  const entered = (key: string) => credentials[key] ?? ''
  const path = (key: string) => {
    const parsed = entered(key) === '' ? null : parseJsonPath(entered(key))
    if (!parsed && entered(key) !== '') wrong.add(key)
    return parsed
  }

  const style = styleOf(entered('style'))
  const method = entered('method') === 'GET' ? 'GET' : 'POST'
  if (method === 'GET' && style !== 'query') wrong.add('style')
  const balanceUrl = entered('balance_url') && ownUrl(entered('balance_url'), baseUrl)
  if (balanceUrl === null) wrong.add('balance_url')

  const config = {
    method,
    style,
    headers: readHeaders(entered('headers'), wrong),
    constants: readConstants(entered('constants'), style, wrong),
    fields: readCallFields(credentials, style, wrong),
    success: readSuccessRule(credentials, path('success_path'), wrong),
    idPath: path('id_path'),
    errorPath: path('error_path'),
    balance: balanceUrl
      ? { url: balanceUrl, path: path('balance_path'), currency: entered('balance_currency') }
      : null,
  } as const
  const mapped = Object.values(config.fields)
  if (config.constants.some(([name]) => clashing(name, mapped, style))) wrong.add('constants')
  if (wrong.size > 0)
    throw new InvalidCredentials(genericFields.filter(({ key }) => wrong.has(key)))
  return config
}

function styleOf(entered: string): FieldStyle {
  return entered === 'json' || entered === 'query' ? entered : 'form'
}

/** A path of the account's host, or its whole address; null when it is of another. */
function ownUrl(entered: string, baseUrl: string): string | null {
  const base = new URL(baseUrl)
  const url = URL.parse(entered, base.href)
  return url?.origin === base.origin && !url.username && !url.hash ? url.href : null
}
