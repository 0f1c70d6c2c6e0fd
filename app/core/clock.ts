import { DateTime } from 'luxon'

/** The time, injectable, so that a test can move it. Always UTC. */
export abstract class Clock {
  abstract now(): DateTime
}

export class SystemClock extends Clock {
  now(): DateTime {
    return DateTime.utc()
  }
}

export const systemClock: Clock = new SystemClock()

/** A clock that stands still until it is told to move. */
export class FrozenClock extends Clock {
  constructor(private instant: DateTime = DateTime.utc()) {
    super()
  }

  now(): DateTime {
    return this.instant
  }

  advance(seconds: number): void {
    this.instant = this.instant.plus({ seconds })
  }
}

/** For timestamps that come from SQL and not through a model. */
export function toDateTime(at: Date | null): DateTime | null {
  return at === null ? null : DateTime.fromJSDate(at, { zone: 'utc' })
}
