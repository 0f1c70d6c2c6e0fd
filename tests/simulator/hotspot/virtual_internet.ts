import type { ServletReply } from './servlet.js'

/** Names that answer from here, so that a phone has somewhere to go without the real internet. */
const PROBES: Record<string, (path: string) => ServletReply> = {
  'connectivitycheck.gstatic.com': () => ({
    status: 204,
    type: 'text/plain',
    body: '',
  }),
  'captive.apple.com': () =>
    text('<HTML><HEAD><TITLE>Success</TITLE></HEAD><BODY>Success</BODY></HTML>'),
  'www.msftconnecttest.com': () => ({
    status: 200,
    type: 'text/plain',
    body: 'Microsoft Connect Test',
  }),
  'internet.test': (path) => {
    const octets = Number(/^\/octets\/(\d{1,8})$/.exec(path)?.[1] ?? 0)
    if (octets > 0)
      return {
        status: 200,
        type: 'application/octet-stream',
        body: 'x'.repeat(octets),
      }
    return text(
      '<title>The internet</title><h1>You are online</h1><p>This page stands for the internet.</p>'
    )
  },
}

const text = (body: string): ServletReply => ({
  status: 200,
  type: 'text/html; charset=utf-8',
  body,
})

export const PROBE_URL = 'http://connectivitycheck.gstatic.com/generate_204'

/** The page of a virtual internet host, or undefined for names that live outside. */
export function virtualPage(host: string, path: string): ServletReply | undefined {
  return PROBES[host]?.(path)
}
