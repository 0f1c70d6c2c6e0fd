/** What a stand-in answers: status, headers and the body as text. */
export interface Reply {
  status: number
  headers: Record<string, string>
  body: string
}

export function json(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(value),
  }
}

export function text(body: string, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body,
  }
}

/** A page that may load nothing from anywhere, so that it also opens behind a captive portal. */
export function html(body: string, status = 200): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'referrer-policy': 'no-referrer',
    },
    body,
  }
}

/** 303, so that a form post is followed by a GET. */
export function seeOther(location: string): Reply {
  return {
    status: 303,
    headers: { location, 'cache-control': 'no-store' },
    body: '',
  }
}

/** 302, as a gateway's front door sends a caller elsewhere. */
export function found(location: string): Reply {
  return { status: 302, headers: { location }, body: '' }
}
