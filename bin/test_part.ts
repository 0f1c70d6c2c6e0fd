import { globSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

interface Suite {
  name: string
  files: string | string[]
}

/**
 * A suite that takes too long for one lane of `npm test` runs in parts: with TEST_PART=2/3 it
 * is every third of its spec files, from the second on.
 *
 * @throws Error when the variable says something else
 */
export function partOf<S extends Suite>(suite: S, part = process.env.TEST_PART ?? '1/1') {
  const [, own, all] = /^([1-9]\d*)\/([1-9]\d*)$/.exec(part)?.map(Number) ?? []
  if (!own || !all || own > all) throw new Error(`TEST_PART must be like 1/2, and is ${part}`)
  return {
    ...suite,
    files: () =>
      [...globSync(suite.files)]
        .sort()
        .filter((_, place) => place % all === own - 1)
        .map((file) => pathToFileURL(file)),
  }
}
