import { randomBytes } from 'node:crypto'
import { readJson, writeJson } from './json_file.mjs'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'

/** A password a person can read out: four groups of five, about 99 bits. */
function password() {
  const bytes = [...randomBytes(64)].filter((byte) => byte < 31 * 8)
  const letters = bytes.slice(0, 20).map((byte) => LETTERS[byte % 31])
  return letters.join('').replace(/.{5}(?=.)/g, '$&-')
}

const appKey = () => randomBytes(32).toString('base64url')

/** The secrets of an instance: made when first asked for, then kept for its owner alone. */
export class Secrets {
  constructor(file) {
    this.file = file
    this.values = readJson(file, {})
  }

  get(name) {
    this.values[name] ??= this.keep(name, name === 'app_key' ? appKey() : password())
    return this.values[name]
  }

  keep(name, value) {
    this.values = { ...readJson(this.file, {}), [name]: value }
    writeJson(this.file, this.values)
    return value
  }
}
