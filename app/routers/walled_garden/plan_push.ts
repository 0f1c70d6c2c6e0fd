import {
  fulfils,
  GARDEN_COMMENT,
  GARDEN_MENUS,
  isLayer7,
  isOurs,
  uniqueKey,
  type GardenRow,
  type PrintedRow,
} from './walled_garden_row.js'

export type GardenStep =
  | ({ act: 'add' } & GardenRow)
  | ({ act: 'set'; id: string; before: GardenRow['properties'] } & GardenRow)
  | ({ act: 'remove' } & PrintedRow)

export interface GardenPlan {
  /** In the order in which they are to be carried out. */
  steps: GardenStep[]
  /** Rows somebody made by hand that keep ours out; they are left alone. */
  conflicts: PrintedRow[]
}

/**
 * What turns the rows of a router into those that are wanted. Only rows with our comment
 * are changed or removed; one made by hand that does what is wanted saves us ours. What
 * opens comes before what closes, so that a payment under way is not cut, except in the
 * Layer7 way, which is cleared and made anew whenever it differs (description, Step 5).
 */
export function planPush(
  current: readonly PrintedRow[],
  desired: readonly GardenRow[]
): GardenPlan {
  const conflicts = keptOut(current, desired)
  const possible = desired.filter((wanted) => !conflicts.has(uniqueKey(wanted)))
  const { missing, surplus } = compare(current, possible)
  const clearing = [...missing, ...surplus].some(isLayer7)

  return {
    steps: [
      ...openThenClose(
        missing.filter((row) => !isLayer7(row)),
        surplus.filter((row) => !isLayer7(row))
      ),
      ...(clearing ? clearThenMake(current, possible.filter(isLayer7)) : []),
    ],
    conflicts: [...conflicts.values()],
  }
}

/** Rows made by hand that hold what only one row may hold, and do not do what is wanted. */
function keptOut(current: readonly PrintedRow[], desired: readonly GardenRow[]) {
  const byHand = keyed(current.filter((row) => !isOurs(row)))
  const conflicts = new Map<string | null, PrintedRow>()
  for (const wanted of desired) {
    const key = uniqueKey(wanted)
    const hand = key === null ? undefined : byHand.get(key)
    if (hand && !fulfils(hand, wanted)) conflicts.set(key, hand)
  }
  return conflicts
}

/**
 * What is wanted and not there, and what is ours and not wanted. Each wanted row takes one
 * that fulfils it, ours first.
 */
export function compare(
  current: readonly PrintedRow[],
  desired: readonly GardenRow[]
): { missing: GardenRow[]; surplus: PrintedRow[] } {
  const left = current.toSorted((one, other) => Number(isOurs(other)) - Number(isOurs(one)))
  const missing: GardenRow[] = []
  for (const wanted of desired) {
    const found = left.findIndex((row) => fulfils(row, wanted))
    if (found === -1) missing.push(wanted)
    else left.splice(found, 1)
  }
  return { missing, surplus: left.filter(isOurs) }
}

/** Adds and sets, then removals; a row of ours in the way of a wanted one is changed into it. */
function openThenClose(
  missing: readonly GardenRow[],
  surplus: readonly PrintedRow[]
): GardenStep[] {
  const inTheWay = keyed(surplus)
  const changed = new Set<PrintedRow>()
  const opening = missing.map((wanted): GardenStep => {
    const own = inTheWay.get(uniqueKey(wanted) ?? '')
    if (!own) return { act: 'add', ...wanted }
    changed.add(own)
    return { act: 'set', ...wanted, id: own.id, before: own.properties }
  })
  const closing = surplus.filter((row) => !changed.has(row))
  return [...opening, ...removals(closing)]
}

function clearThenMake(current: readonly PrintedRow[], wanted: readonly GardenRow[]): GardenStep[] {
  const byHand = current.filter((row) => !isOurs(row))
  return [
    ...removals(current.filter((row) => isOurs(row) && isLayer7(row))),
    ...compare(byHand, wanted).missing.map((row): GardenStep => ({ act: 'add', ...row })),
  ]
}

/** Last first: a rule goes before the pattern that it names. */
function removals(rows: readonly PrintedRow[]): GardenStep[] {
  return rows
    .toSorted((one, other) => GARDEN_MENUS.indexOf(other.menu) - GARDEN_MENUS.indexOf(one.menu))
    .map((row) => ({ act: 'remove', ...row }))
}

function keyed(rows: readonly PrintedRow[]): Map<string, PrintedRow> {
  return new Map(
    rows.flatMap((row) => {
      const key = uniqueKey(row)
      return key === null ? [] : [[key, row] as const]
    })
  )
}

/** The properties with which a step is sent. */
export function sentProperties(step: GardenStep): Record<string, string> {
  switch (step.act) {
    case 'add':
      return { ...step.properties, comment: GARDEN_COMMENT }
    case 'set':
      return { ...step.properties, disabled: 'no' }
    case 'remove':
      return {}
  }
}
