/** The line between a router and the platform. Slow by so many milliseconds each way. */
export class Link {
  /** 40 makes a router that is 80 ms away. */
  oneWayMs = 0

  /** Does it now, or when the packet has travelled; packets keep their order. */
  carry(deliver: () => void): void {
    if (this.oneWayMs <= 0) deliver()
    else setTimeout(deliver, this.oneWayMs)
  }
}
