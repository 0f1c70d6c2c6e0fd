/** A server a customer's browser must reach before there is internet, and how. */
export interface GardenHost {
  /** A full name, `*.` and a name for everything below it, or an IPv4 address or network. */
  host: string
  /** TCP ports. */
  ports: readonly number[]
  /**
   * Its addresses serve half the web too, so that opening them would be free internet:
   * it is allowed by name alone (which HTTPS passes on no RouterOS we know of).
   */
  byNameOnly?: true
}
