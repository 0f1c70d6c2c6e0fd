/**
 * One step of the script. Its lines run in a block of their own, so that one
 * that fails stops no other; the step is then reported as failed.
 */
export interface ScriptSection {
  /** In reports: small letters, digits and underscores. */
  key: string
  /** A comment of one line above the step. */
  title: string
  lines: readonly string[]
}

/** Marks rows of ours. Where RouterOS has no comment, the row's name is this. */
export const TAG = 'portico'
export const TAGGED = `comment="${TAG}"`
/** The comment of a bridge port that was in another bridge: its name and the port's own comment. */
export const WAS_IN = 'portico was='
export const WAS_CALLED = ' comment='
/** Begins the name of a profile that stands in for the operator's own. */
export const STANDS_FOR = 'portico-'

/** Adds a row, or sets it when it is there: twice is as once. `find` is what is inside find's brackets. */
export function ensured(menu: string, find: string, values: string, onlyAdded = ''): string {
  const added = [values, onlyAdded].filter(Boolean).join(' ')
  return (
    `:if ([:len [${menu} find ${find}]] = 0) do={ ${menu} add ${added} } ` +
    `else={ ${menu} set [${menu} find ${find}] ${values} }`
  )
}

/** A line of the report. */
export function told(key: string, state: string): string {
  return `:set porticoReport ($porticoReport . "${key}=${state}\\n")`
}

/** Ends a step that makes no sense without our network. */
export function needsNetwork(key: string): string {
  return (
    `:if ([:len [/ip address find ${TAGGED}]] = 0) do={ ` +
    `${told(key, 'failed:network')}; :error "portico: no network" }`
  )
}

/** Tells a step's state only if something is so. */
export function toldIf(condition: string, key: string, state: string): string {
  return `:if (${condition}) do={ ${told(key, state)} }`
}
