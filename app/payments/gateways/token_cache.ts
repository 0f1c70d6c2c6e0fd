/**
 * Where gateway tokens outlive the process: they cost calls that gateways ration
 * (bKash: two an hour). Backed by the database, not by a cache that may be
 * flushed. Values are opaque and secret: store them encrypted.
 */
export interface TokenCache {
  /**
   * Runs `work` while no other process holds `key`. The work is one provider call
   * of up to 30 s plus a few reads and writes, so a lease must last 60 s or more,
   * and no tenant transaction may stay open under it.
   */
  withLock<T>(key: string, work: () => Promise<T>): Promise<T>
  /** Null when nothing was written under the key. Needs no lock. */
  read(key: string): Promise<string | null>
  /** Durable when it resolves. */
  write(key: string, value: string): Promise<void>
}
