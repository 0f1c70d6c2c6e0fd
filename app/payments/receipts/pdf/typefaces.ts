import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { create, type Font } from 'fontkit'
import { withShaping } from '#payments/receipts/pdf/shaping'
import { unpackWoff } from '#payments/receipts/pdf/unpack_woff'

export type Weight = 'regular' | 'bold'

/** One font file. `name` tells it apart in a document. */
export interface Typeface {
  name: string
  font: Font
}

const { resolve } = createRequire(import.meta.url)

/**
 * Files of Noto Sans by script, asked in this order. Bangla is a family of its
 * own; its Latin is left out, so that figures look alike in every line.
 */
const SCRIPTS = [
  'noto-sans/files/noto-sans-latin',
  'noto-sans-bengali/files/noto-sans-bengali-bengali',
  'noto-sans/files/noto-sans-latin-ext',
  'noto-sans/files/noto-sans-devanagari',
  'noto-sans/files/noto-sans-cyrillic',
  'noto-sans/files/noto-sans-greek',
  'noto-sans/files/noto-sans-vietnamese',
] as const

const CSS_WEIGHT: Record<Weight, number> = { regular: 400, bold: 700 }

/** Read once a process, and only when a text needs it: most documents need two. */
const opened = new Map<string, Typeface>()

function open(script: string, weight: Weight): Typeface {
  const name = `${script.split('/').at(-1)}-${CSS_WEIGHT[weight]}-normal`
  const known = opened.get(name)
  if (known) return known

  const path = resolve(`@fontsource/${script}-${CSS_WEIGHT[weight]}-normal.woff`)
  const sfnt = unpackWoff(readFileSync(path))
  const typeface = { name, font: withShaping(create(sfnt), sfnt) }
  opened.set(name, typeface)
  return typeface
}

/** The faces of a weight, preferred first; a file is opened when it is reached. */
export function* typefaces(weight: Weight): Generator<Typeface> {
  for (const script of SCRIPTS) yield open(script, weight)
}
