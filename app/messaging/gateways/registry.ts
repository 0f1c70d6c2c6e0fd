import type { Clock } from '#core/clock'
import { readCredentials, type ProviderEnvironment } from '#core/http/provider'
import { UnknownProvider } from '#core/http/provider_errors'

import { accountLine } from './account_line.js'
import { africastalking } from './africastalking/driver.js'
import { alpha } from './alpha/driver.js'
import { bulksmsbd } from './bulksmsbd/driver.js'
import type { SmsGateway, SmsGatewayDriver } from './contract.js'
import { elitbuzz } from './elitbuzz/driver.js'
import { genericHttp } from './generic_http/driver.js'
import { greenweb } from './greenweb/driver.js'
import { infobip } from './infobip/driver.js'
import { mimsms } from './mimsms/driver.js'
import { sns } from './sns/driver.js'
import { sslwireless } from './sslwireless/driver.js'
import { twilio } from './twilio/driver.js'
import { vonage } from './vonage/driver.js'

/** In the order operators see them. A new provider is one folder and one line here. */
export const smsGatewayDrivers: readonly SmsGatewayDriver[] = [
  bulksmsbd,
  sslwireless,
  mimsms,
  alpha,
  greenweb,
  elitbuzz,
  twilio,
  vonage,
  infobip,
  sns,
  africastalking,
  genericHttp,
]

/** @throws UnknownProvider */
export function smsGatewayDriver(name: string): SmsGatewayDriver {
  const driver = smsGatewayDrivers.find((candidate) => candidate.name === name)
  if (driver) return driver
  throw new UnknownProvider(
    name,
    smsGatewayDrivers.map((known) => known.name)
  )
}

export interface SmsGatewayAccount {
  provider: string
  environment?: ProviderEnvironment
  /** Decrypted, not yet checked. */
  credentials: unknown
  clock: Clock
}

/**
 * Opens an operator's account for use.
 *
 * @throws UnknownProvider, InvalidCredentials, InvalidProviderUrl
 */
export function openSmsGateway(
  { provider, environment = 'live', credentials, clock }: SmsGatewayAccount,
  env: NodeJS.ProcessEnv = process.env
): SmsGateway {
  const driver = smsGatewayDriver(provider)
  const read = readCredentials(driver.fields, credentials)
  return driver.open({
    credentials: read,
    clock,
    ...accountLine(driver, read, environment, env),
  })
}
