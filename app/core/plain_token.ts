import { randomBytes } from 'node:crypto'

/**
 * A random text of letters and digits alone: no program takes it for an option, and it is
 * marked whole by a double click.
 *
 * @param octets of randomness, a little less for the two characters that are replaced
 */
export function plainToken(octets: number): string {
  return randomBytes(octets).toString('base64url').replace(/[-_]/g, 'x')
}
