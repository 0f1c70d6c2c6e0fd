import { parseJsonPath } from './json_path.js'

export type FieldStyle = 'form' | 'json' | 'query'

/** In JSON a path; in forms and queries any name without spaces, such as `to[]`. */
export function isFieldName(name: string, style: FieldStyle): boolean {
  return style === 'json' ? parseJsonPath(name) !== null : /^[\x21-\x7e]{1,64}$/.test(name)
}
