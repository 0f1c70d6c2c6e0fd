import { guardedHttp } from '#core/http/guarded_http'
import { OutboundGuard } from '#core/http/outbound_guard'
import { outboundHttp } from '#core/http/outbound_request'
import {
  providerBaseUrl,
  type ProviderCredentials,
  type ProviderEnvironment,
} from '#core/http/provider'
import { InvalidCredentials } from '#core/http/provider_errors'

import type { SmsContext, SmsGatewayDriver } from './contract.js'

/** A customer is looking at the code page meanwhile. */
const DEADLINE_SECONDS = 10

/**
 * Where an account is reached, and by what. The environment's address wins over all; an address
 * that the operator entered is https, and only of the public internet.
 *
 * @throws InvalidCredentials when the operator's address is none, InvalidProviderUrl
 */
export function accountLine(
  driver: SmsGatewayDriver,
  credentials: ProviderCredentials,
  environment: ProviderEnvironment,
  env: NodeJS.ProcessEnv
): Pick<SmsContext, 'baseUrl' | 'http'> {
  const options = { deadlineSeconds: DEADLINE_SECONDS }
  const own = driver.fields.find(({ key }) => key === driver.addressField)
  if (!own || env[driver.address.variable]?.trim()) {
    const baseUrl = providerBaseUrl(driver.address, environment, env)
    return { baseUrl, http: outboundHttp(options) }
  }

  const baseUrl = ownAddress(credentials[own.key] ?? '')
  if (baseUrl === null) throw new InvalidCredentials([own])
  const guard = OutboundGuard.fromList(env.OUTBOUND_ALLOWED_NETWORKS)
  return { baseUrl, http: guardedHttp(guard, options) }
}

/** People enter a bare host name, too. */
function ownAddress(entered: string): string | null {
  const url = URL.parse(/^[a-z]+:\/\//i.test(entered) ? entered : `https://${entered}`)
  if (!url || url.protocol !== 'https:' || url.search || url.hash || url.username) return null
  return url.href.replace(/\/+$/, '')
}
