import { randomBytes } from 'node:crypto'

/** A tenant's schema, and the name of its Postgres role: t_ and twelve base32 characters. */
export type SchemaName = string & { readonly __brand: 'SchemaName' }

const PATTERN = /^t_[a-z2-7]{12}$/
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'

/** Generated, never derived from a slug: a renamed tenant keeps its schema. */
export function generateSchemaName(): SchemaName {
  const characters = [...randomBytes(12)].map((byte) => ALPHABET[byte & 31])
  return schemaName(`t_${characters.join('')}`)
}

/** The one gate through which a schema name may reach SQL text. */
export function schemaName(value: string): SchemaName {
  if (!isSchemaName(value)) throw new TypeError('Not the name of a tenant schema')
  return value
}

function isSchemaName(value: string): value is SchemaName {
  return PATTERN.test(value)
}
