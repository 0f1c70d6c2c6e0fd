import { type DateTime } from 'luxon'
import { octets, type Octets } from '#core/octets'
import type Activation from '#hotspot/activation/activation'

/**
 * What becomes of two customers' packages when they become one. The same
 * package on both sides is added up: nothing that was bought is lost. Of two
 * different packages the one that ends later stays, since two speeds cannot
 * run at once, and the page says beforehand what is given up.
 */
export type PackageOutcome = 'none' | 'kept' | 'moved' | 'added' | 'kept_longer' | 'moved_longer'

export interface PackagePlan {
  outcome: PackageOutcome
  /** What counts afterwards; null when nothing runs. */
  stays: Activation | null
  /** What ends; null when nothing is given up. */
  ends: Activation | null
  expiresAt: DateTime | null
  /** null is unlimited */
  octetsLimit: Octets | null
}

/** @param mine of the number that stays, @param theirs of the one that is merged; null when over */
export function packagePlan(
  mine: Activation | null,
  theirs: Activation | null,
  now: DateTime
): PackagePlan {
  if (!mine || !theirs) {
    const only = mine ?? theirs
    return plan(only ? (mine ? 'kept' : 'moved') : 'none', only, null)
  }
  if (mine.packageId !== null && mine.packageId === theirs.packageId) return sum(mine, theirs, now)
  return theirs.expiresAt > mine.expiresAt
    ? plan('moved_longer', theirs, mine)
    : plan('kept_longer', mine, theirs)
}

function plan(
  outcome: PackageOutcome,
  stays: Activation | null,
  ends: Activation | null
): PackagePlan {
  const { expiresAt = null, octetsLimit = null } = stays ?? {}
  return { outcome, stays, ends, expiresAt, octetsLimit }
}

function sum(mine: Activation, theirs: Activation, now: DateTime): PackagePlan {
  const left = theirs.octetsLeft
  return {
    outcome: 'added',
    stays: mine,
    ends: theirs,
    expiresAt: mine.expiresAt.plus({ seconds: theirs.secondsLeft(now) }),
    octetsLimit:
      mine.octetsLimit === null || left === null ? null : octets(mine.octetsLimit + left),
  }
}
