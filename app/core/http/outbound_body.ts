import type { OutboundRequest } from './outbound_request.js'

type Headers = Record<string, string>

/** A POST with a JSON body. */
export function jsonPost(
  name: string,
  url: string,
  body: unknown,
  headers: Headers = {}
): OutboundRequest {
  return {
    name,
    method: 'POST',
    url,
    headers: {
      'accept': 'application/json',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  }
}

/** A POST with a form body; values are encoded here and nowhere else. */
export function formPost(
  name: string,
  url: string,
  fields: Record<string, string>,
  headers: Headers = {}
): OutboundRequest {
  return {
    name,
    method: 'POST',
    url,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body: new URLSearchParams(fields).toString(),
  }
}
