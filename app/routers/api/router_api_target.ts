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
  /** By which certificate the router is known; it is self-signed, so no authority vouches for it. */
  certificate?: KnownCertificate
  /** May we connect to this address? Asked of every address the host resolves to. */
  permits?: (address: string) => boolean
  /** Resolves the name instead of the system. */
  lookup?: LookupFunction
}

/** Trust on first use: the certificate seen first is the router's until somebody says otherwise. */
export interface KnownCertificate {
  /** SHA-256 as RouterOS prints it without colons, ANONYMOUS, or null while none is known. */
  pinned: string | null
  /** The first one was seen. */
  onFirst(seen: string): Promise<void>
  /** Another one was seen, and the connection refused. */
  onOther(seen: string): Promise<void>
}

export const DEFAULT_CONNECT_TIMEOUT_MS = 5_000
export const DEFAULT_COMMAND_TIMEOUT_MS = 15_000
