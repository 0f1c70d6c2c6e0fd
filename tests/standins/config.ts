import { readFile } from 'node:fs/promises'
import type { MerchantCredentials } from './bkash/merchants.js'
import { parseMerchant } from './bkash/merchants.js'
import { parseAccount, type SmsAccountOptions } from './bulksmsbd/accounts.js'
import type { AtAccountOptions } from './africastalking/accounts.js'
import { readGateways, type GatewaysConfig } from './gateways.js'
import {
  ControlError,
  isRecord,
  optionalNumber,
  optionalText,
  requireText,
  type JsonRecord,
} from './kit/guards.js'
import { readPlatform, type PlatformConfig } from './platform.js'

/** The file given to `main.ts --config`. */
export interface StandInsConfig extends GatewaysConfig, PlatformConfig {
  host: string
  bkash: { port: number; merchants: MerchantCredentials[]; publicUrl?: string }
  bulksmsbd: { port: number; accounts: SmsAccountOptions[] }
  /** Its SMS arrive in the inbox of BulkSMSBD's. */
  africastalking?: { port: number; accounts: AtAccountOptions[] }
}

/** @throws Error that names the file and what is wrong in it. */
export async function readConfig(file: string): Promise<StandInsConfig> {
  try {
    const content: unknown = JSON.parse(await readFile(file, 'utf8'))
    if (!isRecord(content)) throw new ControlError('it must hold a JSON object')
    const bkash = section(content, 'bkash')
    const bulksmsbd = section(content, 'bulksmsbd')
    const publicUrl = optionalText(bkash, 'publicUrl')
    return {
      host: optionalText(content, 'host') ?? '127.0.0.1',
      bkash: {
        port: optionalNumber(bkash, 'port') ?? 0,
        merchants: list(bkash, 'merchants').map(parseMerchant),
        ...(publicUrl === undefined ? {} : { publicUrl }),
      },
      bulksmsbd: {
        port: optionalNumber(bulksmsbd, 'port') ?? 0,
        accounts: list(bulksmsbd, 'accounts').map(parseAccount),
      },
      ...(content.africastalking === undefined
        ? {}
        : { africastalking: readAfricasTalking(section(content, 'africastalking')) }),
      ...readGateways(content),
      ...readPlatform(content),
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`The stand-ins cannot use ${file}: ${reason}`, {
      cause: error,
    })
  }
}

function readAfricasTalking(given: JsonRecord) {
  return {
    port: optionalNumber(given, 'port') ?? 0,
    accounts: list(given, 'accounts').map((account) => ({
      username: requireText(account, 'username'),
      apiKey: requireText(account, 'apiKey'),
    })),
  }
}

function section(content: JsonRecord, name: string): JsonRecord {
  const value = content[name] ?? {}
  if (!isRecord(value)) throw new ControlError(`"${name}" must be an object`)
  return value
}

function list(source: JsonRecord, name: string): JsonRecord[] {
  const value = source[name] ?? []
  if (!Array.isArray(value) || !value.every(isRecord)) {
    throw new ControlError(`"${name}" must be a list of objects`)
  }
  return value
}
