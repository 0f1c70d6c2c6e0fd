import fc from 'fast-check'
import { megabytes } from '#core/octets'
import type { AccountedSession, Counters } from '#tests/e2e/radius_path/accounting_router'

const MB = megabytes(1)
export const MINUTE = 60

/** After so many minutes: a tenth up, the rest down, 10 MB a minute. */
export function after(minutes: number): Counters {
  return {
    seconds: minutes * MINUTE,
    input: BigInt(minutes) * MB,
    output: BigInt(minutes) * 9n * MB,
  }
}
/** Octets, both ways, after so many minutes. */
export const total = (minutes: number) => BigInt(minutes) * 10n * MB

export type Send = () => Promise<void>

/** What happens to the packets of one session, and how many minutes of it were used. */
export const stories: {
  what: string
  packets: (session: AccountedSession) => Send[]
  minutes: number
  open?: boolean
}[] = [
  {
    what: 'a Start, interim updates and a Stop',
    packets: (s) => [
      () => s.start(),
      () => s.interim(after(1)),
      () => s.interim(after(2)),
      () => s.stop(after(3)),
    ],
    minutes: 3,
  },
  {
    what: 'interim updates lost',
    packets: (s) => [() => s.start(), () => s.interim(after(5)), () => s.stop(after(9))],
    minutes: 9,
  },
  {
    what: 'every interim update lost',
    packets: (s) => [() => s.start(), () => s.stop(after(9))],
    minutes: 9,
  },
  {
    what: 'every packet sent twice',
    packets: (s) =>
      [
        () => s.start(),
        () => s.interim(after(1)),
        () => s.interim(after(2)),
        () => s.stop(after(3)),
      ].flatMap((packet) => [packet, packet]),
    minutes: 3,
  },
  {
    what: 'an older interim update after a newer one',
    packets: (s) => [
      () => s.start(),
      () => s.interim(after(3)),
      () => s.interim(after(1)),
      () => s.interim(after(2)),
      () => s.interim(after(4)),
    ],
    minutes: 4,
    open: true,
  },
  {
    what: 'an older interim update after the Stop',
    packets: (s) => [() => s.start(), () => s.stop(after(3)), () => s.interim(after(2))],
    minutes: 3,
  },
  {
    what: 'a newer interim update after the Stop',
    packets: (s) => [() => s.start(), () => s.stop(after(3)), () => s.interim(after(4))],
    minutes: 4,
  },
  {
    what: 'the Start after an interim update',
    packets: (s) => [() => s.interim(after(1)), () => s.start(), () => s.stop(after(2))],
    minutes: 2,
  },
  {
    what: 'the Start at the very end',
    packets: (s) => [() => s.interim(after(1)), () => s.stop(after(2)), () => s.start()],
    minutes: 2,
  },
  { what: 'a Stop without a Start', packets: (s) => [() => s.stop(after(7))], minutes: 7 },
  {
    what: 'interim updates without a Start',
    packets: (s) => [() => s.interim(after(1)), () => s.interim(after(2))],
    minutes: 2,
    open: true,
  },
  {
    what: 'the whole sequence replayed',
    packets: (s) => {
      const all = [() => s.start(), () => s.interim(after(1)), () => s.stop(after(3))]
      return [...all, ...all, ...all]
    },
    minutes: 3,
  },
]

/** Counters that no radio ever counted. */
export const noise: { what: string; counters: Counters }[] = [
  { what: '2^62', counters: { seconds: 120, input: 2n ** 62n, output: 2n ** 62n } },
  { what: '2^64 - 1', counters: { seconds: 120, input: 2n ** 64n - 1n, output: 2n ** 64n - 1n } },
  { what: '2^63, below zero in Postgres', counters: { seconds: 120, input: 2n ** 63n } },
  { what: 'absent', counters: { seconds: 120 } },
  {
    what: 'three octets long',
    counters: {
      seconds: 120,
      more: [
        ['Acct-Input-Octets', Buffer.from('abc')],
        ['Acct-Output-Octets', Buffer.from('xyz')],
      ],
    },
  },
  {
    what: 'text',
    counters: {
      seconds: 120,
      more: [
        ['Acct-Input-Octets', Buffer.from(`'; drop table radacct; --`)],
        ['Acct-Output-Gigawords', Buffer.from('-1')],
      ],
    },
  },
  {
    what: 'only the count of wraps, of all ones',
    counters: { seconds: 120, more: [['Acct-Output-Gigawords', 0xffffffff]] },
  },
]

/** A session whose counters only grow, and an order in which each packet comes once or more. */
export const disorder = fc
  .array(fc.record({ up: fc.nat(2 ** 31), down: fc.nat(2 ** 31), gigawords: fc.nat(40) }), {
    minLength: 1,
    maxLength: 6,
  })
  .chain((minutes) => {
    const all = [...Array(minutes.length + 1).keys()]
    return fc
      .tuple(
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.array(fc.nat(minutes.length), { maxLength: 5 })
      )
      .map(([once, again]) => ({ counters: running(minutes), order: [...once, ...again] }))
  })

/** The Start, an interim update for each reading, and the last reading as the Stop. */
export function packetsOf(session: AccountedSession, counters: readonly Counters[]): Send[] {
  const readings = counters.map((reading, at) =>
    at === counters.length - 1 ? () => session.stop(reading) : () => session.interim(reading)
  )
  return [() => session.start(), ...readings]
}

/** Totals from what each minute adds. */
function running(minutes: readonly { up: number; down: number; gigawords: number }[]): Counters[] {
  let [input, output] = [0n, 0n]
  return minutes.map(({ up, down, gigawords }, minute) => {
    input += BigInt(up)
    output += BigInt(down) + BigInt(gigawords) * 2n ** 32n
    return { seconds: (minute + 1) * MINUTE, input, output }
  })
}
