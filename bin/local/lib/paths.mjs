import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

/** Everything these scripts make lives here, and `rm -rf .local` undoes it. */
export const local = join(root, '.local')

/** Node 24 of the `node` npm package; these scripts themselves run on any Node ≥ 20. */
export const node = join(root, 'node_modules/node/bin/node')

export const inRoot = (...parts) => join(root, ...parts)
export const inLocal = (...parts) => join(local, ...parts)
