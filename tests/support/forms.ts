import type { Page } from '#tests/support/browser'

export interface Form {
  action: string
  /** What a browser would send if nobody touched the form. */
  fields: Record<string, string>
}

/** The form of a page whose action is, or begins with, `action`. @throws when there is none */
export function formOf({ body }: Pick<Page, 'body'>, action: string): Form {
  const forms = [...body.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(
    ([, tag = '', inner = '']) => ({ action: attribute(tag, 'action') ?? '', inner })
  )
  const form = forms.find((each) => each.action.split('?')[0] === action || each.action === action)
  if (!form)
    throw new Error(`No form to ${action}, only to ${forms.map((each) => each.action).join(', ')}`)
  return { action: form.action, fields: { ...inputs(form.inner), ...selects(form.inner) } }
}

/** The message that stands at a field of a form, as a person reads it; undefined when there is none. */
export function errorAt({ body }: Pick<Page, 'body'>, field: string): string | undefined {
  const found = new RegExp(`<p[^>]*id="(?:[\\w-]+-)?${field}-error"[^>]*>([\\s\\S]*?)</p>`).exec(
    body
  )
  return found?.[1] && text(found[1])
}

/** The line at the top of the page. */
export function noticeOf({ body }: Pick<Page, 'body'>): string {
  return [...body.matchAll(/<div[^>]*role="(?:alert|status)"[^>]*>([\s\S]*?)<\/div>/g)]
    .map(([, inner = '']) => text(inner))
    .join(' ')
}

/** What is read on a page, without its tags. */
export function text(html: string): string {
  return decoded(
    html
      .replace(/<(?:svg|style|script)[\s\S]*?<\/(?:svg|style|script)>/g, ' ')
      .replace(/<[^>]*>/g, ' ')
  )
    .replace(/\s+/g, ' ')
    .trim()
}

function inputs(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, tag = ''] of html.matchAll(/<input\b([^>]*)>/g)) {
    const name = attribute(tag, 'name')
    const ticks = attribute(tag, 'type') === 'checkbox'
    if (name && (!ticks || /\schecked\b/.test(tag))) fields[name] = attribute(tag, 'value') ?? ''
  }
  return fields
}

function selects(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, tag = '', inner = ''] of html.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const options = [...inner.matchAll(/<option\b([^>]*)>/g)].map(([, option = '']) => option)
    const chosen = options.find((option) => /\sselected\b/.test(option)) ?? options[0] ?? ''
    fields[attribute(tag, 'name') ?? ''] = attribute(chosen, 'value') ?? ''
  }
  return fields
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}=(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return found ? decoded(found[1] ?? found[2] ?? '') : undefined
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ' }

function decoded(html: string): string {
  return html.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (entity, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16))
    if (decimal) return String.fromCodePoint(Number(decimal))
    return ENTITIES[name] ?? entity
  })
}
