import type { InboundReport } from './contract.js'

/**
 * The parameters of a delivery report, wherever the provider puts them: in the query, in a form
 * or in a JSON object. Not trimmed; of parameters that come twice, the last.
 *
 * @returns null when the body is none of these
 */
export function reportFields(report: InboundReport): Readonly<Record<string, unknown>> | null {
  const query = Object.fromEntries(URL.parse(report.url)?.searchParams ?? [])
  if (report.method === 'GET') return query

  const type = report.headers['content-type'] ?? ''
  if (type.includes('application/x-www-form-urlencoded')) {
    return { ...query, ...Object.fromEntries(new URLSearchParams(report.rawBody)) }
  }
  const body = jsonOf(report.rawBody)
  return typeof body === 'object' && body !== null ? { ...query, ...body } : null
}

/** Undefined for what is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
