/** A host an unpaid browser must reach. `*.example.com` is any name under it. */
export interface WalledGardenHost {
  host: string
  /** TCP ports. */
  ports: readonly number[]
  /**
   * Its addresses serve half the web too, so that opening them would be free internet:
   * it is allowed by name alone (which HTTPS passes on no RouterOS we know of).
   */
  byNameOnly?: true
}

/** The description's way (Step 5): a name and an expression for RouterOS's layer7-protocol. */
export interface Layer7Pattern {
  name: string
  regexp: string
}

export const overTls = (...hosts: string[]): WalledGardenHost[] =>
  hosts.map((host) => ({ host, ports: [443] }))

export const byName = (...hosts: string[]): WalledGardenHost[] =>
  hosts.map((host) => ({ host, ports: [443], byNameOnly: true }))

export const layer7Pattern = (name: string, domain: string): Layer7Pattern => ({
  name,
  regexp: `^.+(${domain}).*$`,
})
