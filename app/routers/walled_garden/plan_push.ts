import {
  fulfils,
  GARDEN_COMMENT,
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
  const { missing, surplus } = compare(current, desired)
  const clearing = [...missing, ...surplus].some(isLayer7)
  const standing = clearing ? current.filter((row) => isOurs(row) && isLayer7(row)) : []
  const working = settle(
    missing.filter((row) => !isLayer7(row)),
    surplus.filter((row) => !isLayer7(row)),
    current
  )
  const layer7 = settle(
    clearing ? desired.filter((row) => isLayer7(row) && !foreignDoes(current, row)) : [],
    [],
    current
  )
  return {
    steps: [
      ...working.steps,
      ...standing.toReversed().map((row) => ({ act: 'remove' as const, ...row })),
      ...layer7.steps,
    ],
    conflicts: [...working.conflicts, ...layer7.conflicts],
  }
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
function settle(
  missing: readonly GardenRow[],
  surplus: readonly PrintedRow[],
  current: readonly PrintedRow[]
): GardenPlan {
  const inTheWay = keyed(surplus)
  const byHand = keyed(current.filter((row) => !isOurs(row)))
  const opening: GardenStep[] = []
  const conflicts: PrintedRow[] = []
  const changed = new Set<PrintedRow>()

  for (const wanted of missing) {
    const key = uniqueKey(wanted)
    const [own, hand] = key === null ? [] : [inTheWay.get(key), byHand.get(key)]
    if (own) {
      changed.add(own)
      opening.push({ act: 'set', ...wanted, id: own.id, before: own.properties })
    } else if (hand) conflicts.push(hand)
    else opening.push({ act: 'add', ...wanted })
  }
  const closing = surplus.filter((row) => !changed.has(row)).toReversed()
  return {
    steps: [...opening, ...closing.map((row) => ({ act: 'remove' as const, ...row }))],
    conflicts,
  }
}

function foreignDoes(current: readonly PrintedRow[], wanted: GardenRow): boolean {
  return current.some((row) => !isOurs(row) && fulfils(row, wanted))
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
