import { statSync } from 'node:fs'
import { run } from './command.mjs'
import { inRoot, root } from './paths.mjs'

/** The user and group whose clone this is. */
export function cloneOwner() {
  const { uid, gid } = statSync(root)
  return { uid, gid }
}

/**
 * After root (or sudo) worked in the clone of a normal user: gives that user what root made, so
 * that the next command works without sudo too.
 */
export async function handBack(...folders) {
  const { uid, gid } = cloneOwner()
  if (process.getuid() !== 0 || uid === 0) return
  const paths = folders.map((folder) => inRoot(folder))
  await run('chown', ['-R', '--no-dereference', '--from=root', `${uid}:${gid}`, ...paths])
}
