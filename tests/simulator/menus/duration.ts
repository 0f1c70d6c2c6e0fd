const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
}

/**
 * A RouterOS time in milliseconds: `1w2d3h4m5s`, `300ms`, `00:05:00`,
 * `1d 02:00:00`; a bare number is seconds. Undefined when it is none of these.
 */
export function parseDuration(text: string): number | undefined {
  const clock = /^(?:(\d+)w)?(?:(\d+)d)?\s*(\d+):(\d{2})(?::(\d{2})(?:\.(\d{1,3}))?)?$/.exec(text)
  if (clock) {
    const [, weeks, days, hours, minutes, seconds, fraction] = clock
    return (
      Number(weeks ?? 0) * 604_800_000 +
      Number(days ?? 0) * 86_400_000 +
      Number(hours) * 3_600_000 +
      Number(minutes) * 60_000 +
      Number(seconds ?? 0) * 1000 +
      Number((fraction ?? '').padEnd(3, '0'))
    )
  }
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (!/^(\d+(ms|w|d|h|min|m|s))+$/.test(text)) return undefined

  let total = 0
  for (const [, amount, unit] of text.matchAll(/(\d+)(ms|w|d|h|min|m|s)/g)) {
    total += Number(amount) * (UNIT_MS[unit === 'min' ? 'm' : (unit ?? 's')] ?? 0)
  }
  return total
}

/** Milliseconds as RouterOS prints them: `5m`, `1d2h`, `300ms`, `0s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds))
  let text = ''
  for (const [unit, size] of Object.entries(UNIT_MS)) {
    const amount = Math.floor(rest / size)
    rest -= amount * size
    if (amount > 0) text += `${amount}${unit}`
  }
  return text === '' ? '0s' : text
}
