import { RouterTrap } from '#routers/api/router_api_errors'
import { type RouterSession } from '#routers/api/router_session'
import { planPush, sentProperties, type GardenStep } from './plan_push.js'
import { readWalledGarden } from './read_walled_garden.js'
import { type GardenRow, type PrintedRow } from './walled_garden_row.js'

export interface PushResult {
  added: number
  changed: number
  removed: number
  conflicts: PrintedRow[]
  /** As read back. */
  rows: PrintedRow[]
}

/** The router took the rows and does not show them, or somebody changes them beside us. */
export class WalledGardenNotTaken extends Error {
  readonly code = 'E_WALLED_GARDEN_NOT_TAKEN'
}

/**
 * Makes the router's rows those that are wanted, and reads them back. Safe to repeat
 * after an end at any point: what was done is found, and the rest follows.
 *
 * @param progress told before each step how many of how many are done
 * @throws WalledGardenNotTaken, RouterApiError
 */
export async function pushWalledGarden(
  session: RouterSession,
  desired: readonly GardenRow[],
  progress: (done: number, of: number) => Promise<void> = async () => {}
): Promise<PushResult> {
  const { steps } = planPush(await readWalledGarden(session, desired), desired)
  for (const [index, step] of steps.entries()) {
    await progress(index, steps.length)
    await carryOut(session, step)
  }

  const rows = await readWalledGarden(session, desired)
  const left = planPush(rows, desired)
  if (left.steps.length > 0) {
    throw new WalledGardenNotTaken(
      `After the push the router still differs in ${left.steps.length} places, ` +
        `first ${describe(left.steps)}. Is somebody else changing it?`
    )
  }
  const count = (act: GardenStep['act']) => steps.filter((step) => step.act === act).length
  return {
    added: count('add'),
    changed: count('set'),
    removed: count('remove'),
    conflicts: left.conflicts,
    rows,
  }
}

async function carryOut(session: RouterSession, step: GardenStep): Promise<void> {
  switch (step.act) {
    case 'add':
      await unlessDone(session.add(step.menu, sentProperties(step)), /already have/i)
      return
    case 'set':
      await unlessDone(session.set(step.menu, step.id, sentProperties(step)), /no such item/i)
      return
    case 'remove':
      await unlessDone(session.remove(step.menu, step.id), /no such item/i)
  }
}

/** Somebody was faster; the reading back decides whether all is well. */
async function unlessDone(command: Promise<unknown>, done: RegExp): Promise<void> {
  try {
    await command
  } catch (error) {
    if (!(error instanceof RouterTrap) || !done.test(error.text)) throw error
  }
}

function describe([first]: readonly GardenStep[]): string {
  if (!first) return 'nothing'
  const { act, menu, properties } = first
  const name = properties['dst-host'] ?? properties.address ?? properties.name ?? ''
  return `${act} ${menu} ${name}`.trim()
}
