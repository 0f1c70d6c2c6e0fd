import {
  ControlError,
  isRecord,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from './kit/guards.js'
import { parseClient } from './oauth/clients.js'
import { parsePerson } from './oauth/people.js'
import { startOauth, type OauthOptions } from './oauth/start.js'
import { startStripeBilling, type StripeBillingOptions } from './stripe_billing/start.js'

/** What the platform itself talks to, and not the ISPs' customers; each may be left out. */
export interface PlatformConfig {
  stripeBilling?: StripeBillingOptions
  oauth?: OauthOptions
  /** A mail server, whose letters are shown beside the SMS. */
  smtp?: { port: number }
}

/** @throws ControlError when a section is not understood. */
export function readPlatform({ stripeBilling, oauth, smtp }: JsonRecord): PlatformConfig {
  return {
    ...(isRecord(stripeBilling) ? { stripeBilling: readStripeBilling(stripeBilling) } : {}),
    ...(isRecord(oauth) ? { oauth: readOauth(oauth) } : {}),
    ...(isRecord(smtp) ? { smtp: { port: optionalNumber(smtp, 'port') ?? 0 } } : {}),
  }
}

/** Starts those that are configured, adds them to `servers`, and tells their base addresses. */
export async function startPlatform(
  host: string,
  { stripeBilling, oauth }: PlatformConfig,
  servers: { stop(): Promise<void> }[]
): Promise<Record<string, string>> {
  const addresses: Record<string, string> = {}
  const add = (name: string, server: { baseUrl: string; stop(): Promise<void> }) => {
    servers.push(server)
    addresses[name] = server.baseUrl
  }
  if (stripeBilling) add('stripeBilling', await startStripeBilling({ host, ...stripeBilling }))
  if (oauth) add('oauth', await startOauth({ host, ...oauth }))
  return addresses
}

function readStripeBilling(section: JsonRecord): StripeBillingOptions {
  const webhookUrl = optionalText(section, 'webhookUrl')
  const webhookSecret = optionalText(section, 'webhookSecret')
  const publicUrl = optionalText(section, 'publicUrl')
  const stateFile = optionalText(section, 'stateFile')
  return {
    port: optionalNumber(section, 'port') ?? 0,
    secretKey: requireText(section, 'secretKey'),
    ...(webhookUrl === undefined ? {} : { webhookUrl }),
    ...(webhookSecret === undefined ? {} : { webhookSecret }),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(stateFile === undefined ? {} : { stateFile }),
  }
}

function readOauth(section: JsonRecord): OauthOptions {
  return {
    port: optionalNumber(section, 'port') ?? 0,
    clients: records(section, 'clients').map(parseClient),
    people: records(section, 'people').map(parsePerson),
  }
}

function records(section: JsonRecord, name: string): JsonRecord[] {
  const value = section[name] ?? []
  if (Array.isArray(value) && value.every(isRecord)) return value
  throw new ControlError(`"${name}" must be a list of objects`)
}
