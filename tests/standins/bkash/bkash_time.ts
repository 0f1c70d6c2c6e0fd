const DHAKA_OFFSET_MS = 6 * 60 * 60 * 1000

/** `2019-08-07T11:12:34:978 GMT+0600`: Dhaka's time, and a colon before the milliseconds. */
export function bkashTime(epochMs: number): string {
  const local = new Date(epochMs + DHAKA_OFFSET_MS).toISOString()
  return `${local.slice(0, 19)}:${local.slice(20, 23)} GMT+0600`
}
