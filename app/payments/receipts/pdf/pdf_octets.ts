import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { DateTime } from 'luxon'

type Document = InstanceType<typeof PDFDocument>

export interface About {
  title: string
  author: string
  /** Written as the date of creation: the same data gives the same octets. */
  at: DateTime
  /** BCP 47, for screen readers. */
  language: string
}

/** Runs a drawing and collects the document. Whatever it throws ends the document, too. */
export async function pdfOctets(
  { title, author, at, language }: About,
  draw: (doc: Document) => void | Promise<void>
): Promise<Buffer> {
  const doc = new PDFDocument({
    autoFirstPage: false,
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: author, Creator: 'Portico', CreationDate: at.toJSDate() },
  })
  const octets = buffer(doc)
  try {
    await draw(doc)
    doc.end()
    return await octets
  } catch (error) {
    doc.destroy()
    await Promise.allSettled([octets])
    throw error
  }
}
