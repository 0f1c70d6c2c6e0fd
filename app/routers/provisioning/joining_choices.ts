/** What the operator decides before a router joins. */
export type JoiningChoices = NewHotspot | ExistingHotspot

/** The router gets a hotspot: a bridge of these interfaces, with this network on it. */
export interface NewHotspot {
  hotspot: 'new'
  interfaces: string[]
  /** The router's own address in it, with the prefix: 10.5.50.1/23. */
  network: string
}

/** The router has one. `server` names it; null when there is only one. */
export interface ExistingHotspot {
  hotspot: 'existing'
  server: string | null
}

/** RouterOS and people can tell these apart in one text field. */
export const MOST_INTERFACES = 16

export function interfacesOf(text: string): string[] {
  const names = text.split(/[,\n]/).map((name) => name.trim())
  return [...new Set(names.filter(Boolean))]
}
