import { type LookupFunction } from 'node:net'
import { type ConnectionOptions } from 'node:tls'

/** Where a router's API listens and who we are there. Times in milliseconds. */
export interface RouterApiTarget {
  /** Address or DNS name. */
  host: string
  /** 8728 plain, 8729 with `tls`. */
  port: number
  user: string
  password: string
  /** Until the TCP (and TLS) connection stands; 5000 unless told. */
  connectTimeoutMs?: number
  /** Until the login is answered; as long as connecting unless told. */
  loginTimeoutMs?: number
  /** For each command, from its sending to its `!done`; 15000 unless told. */
  commandTimeoutMs?: number
  /** Speak TLS (api-ssl), with these options. */
  tls?: ConnectionOptions
  /** Resolves the name instead of the system, so that an address can be vetted after DNS. */
  lookup?: LookupFunction
}

export const DEFAULT_CONNECT_TIMEOUT_MS = 5_000
export const DEFAULT_COMMAND_TIMEOUT_MS = 15_000
