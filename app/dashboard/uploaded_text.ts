import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'

/** The text of an uploaded file; null when there is none, it is too large or it is no text. */
export async function uploadedText(
  { request }: HttpContext,
  field: string,
  size: number
): Promise<string | null> {
  const file = request.file(field, { size })
  return file?.tmpPath && file.isValid ? textOf(await readFile(file.tmpPath)) : null
}

function textOf(octets: Buffer): string | null {
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(octets)
    return decoded.includes('\0') || decoded.trim() === '' ? null : decoded
  } catch {
    return null
  }
}
