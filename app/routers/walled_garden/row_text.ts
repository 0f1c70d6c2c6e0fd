import { type GardenRow } from './walled_garden_row.js'

/** Told by the router and of no interest to who compares rows. */
const NOISE = new Set(['comment', 'dynamic', 'disabled', 'invalid', 'hits', 'creation-time'])

/** A row as a person who knows RouterOS reads it, values quoted where the console needs it. */
export function rowText({ menu, properties }: GardenRow): string {
  const words = Object.entries(properties)
    .filter(([name, value]) => !NOISE.has(name) && value !== '' && !isDefault(name, value))
    .map(
      ([name, value]) => `${name}=${/^[\w.*,:/-]+$/.test(value) ? value : JSON.stringify(value)}`
    )
  return [menu.replaceAll('/', ' ').trim().replace(/^/, '/'), ...words].join(' ')
}

/** Figures that every static DNS row prints and nobody set. */
function isDefault(name: string, value: string): boolean {
  return (value === '0' && /^(mx|srv)-/.test(name)) || (name === 'ttl' && value === '1d')
}
