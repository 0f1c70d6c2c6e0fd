import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** Every message of a language by its key. */
export function messagesOf(locale: string): Map<string, string> {
  const folder = join(ROOT, 'resources/lang', locale)
  return new Map(
    readdirSync(folder).flatMap((file) =>
      flat(basename(file, '.json'), JSON.parse(readFileSync(join(folder, file), 'utf8')))
    )
  )
}

function flat(key: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[key, value]]
  if (typeof value !== 'object' || value === null) throw new TypeError(`${key} is no message`)
  return Object.entries(value).flatMap(([name, inner]) => flat(`${key}.${name}`, inner))
}

export interface Use {
  file: string
  /** A key, or the shape of keys: what a template literal fills in is `*`. */
  key: string
}

const CALL = /(?:\b(?:i18n\.)?t|\.t|notify)\(((?:[^()]|\([^()]*\))*)/g
const LITERAL = /'([a-z][\w]*(?:\.\w+)+)'|`([a-z]\w*(?:\.(?:\w|\$\{[^}]*\})+)+)`/g

/** Every key that application code and views ask for. */
export function usesOfMessages(): Use[] {
  return [
    ...files('app', '.ts'),
    ...files('start', '.ts'),
    ...files('resources/views', '.edge'),
  ].flatMap((file) => {
    const text = readFileSync(join(ROOT, file), 'utf8')
    return [...text.matchAll(CALL)].flatMap(([, call = '']) =>
      [...call.matchAll(LITERAL)].map(([, plain, template = '']) => ({
        file,
        key: plain ?? template.replace(/\$\{[^}]*\}/g, '*'),
      }))
    )
  })
}

function files(folder: string, ending: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file))
}
