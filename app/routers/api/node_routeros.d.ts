/**
 * The parts of node-routeros 1.6.9 this folder builds on. The package's own types
 * mark private what has to be replaced here, so these take their place.
 */
declare module 'node-routeros' {
  import { EventEmitter } from 'node:events'
  import { type Socket } from 'node:net'
  import { type ConnectionOptions } from 'node:tls'

  type PacketReader = (packet: string[]) => void

  export class Receiver {
    protected tags: Map<string, { name: string; callback: PacketReader }>
    constructor(socket: Socket)
    read(tag: string, callback: PacketReader): void
    stop(tag: string): void
    processRawData(data: Buffer): void
  }

  export class Connector extends EventEmitter {
    host: string
    port: number
    protected socket?: Socket
    protected receiver?: Receiver
    protected tls?: ConnectionOptions
    constructor(options: { host: string; port: number; tls?: ConnectionOptions })
    connect(): Connector
    write(words: string[]): Connector
    read(tag: string, callback: PacketReader): void
    stopRead(tag: string): void
    close(): void
    destroy(): void
  }

  export class Channel extends EventEmitter {
    protected id: string
    constructor(connector: Connector)
    write(words: string[], isStream: boolean, returnPromise: false): void
    close(force?: boolean): void
    protected processPacket(packet: string[]): void
    protected parsePacket(words: string[]): Record<string, string>
  }
}
