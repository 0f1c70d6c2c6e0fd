import { formatDuration } from '../menus/duration.js'
import type { Menus } from '../menus/menus.js'
import type { Host } from './host.js'
import { hotspotServer, loginMethods } from './settings.js'
import { octalEscapes, type TemplateVariables } from './template.js'

export interface PageContext {
  menus: Menus
  host: Host
  /** `127.77.0.2:20000`: the router as this phone sees it. */
  origin: string
  /** What the browser asked for before it was redirected. */
  original: string
  username: string
  error: string
  now: number
}

/** The variables of the hotspot's pages (MikroTik, hotspot customisation). */
export function pageVariables(context: PageContext): TemplateVariables {
  const { menus, host, origin, original } = context
  const link = `http://${origin}`
  const dst = original === '' ? '' : `?dst=${encodeURIComponent(original)}`
  return {
    'hostname': origin,
    'identity': menus.settings('/system/identity')['name'] ?? '',
    'mac': host.mac,
    'ip': host.address,
    'host-ip': host.address,
    'username': host.session?.user ?? context.username,
    'link-login': `${link}/login${dst}`,
    'link-login-only': `${link}/login`,
    'link-orig': original,
    'link-redirect': original === '' ? `${link}/status` : original,
    'link-logout': `${link}/logout`,
    'link-status': `${link}/status`,
    'server-name': host.server,
    'server-address': origin,
    'interface-name': hotspotServer(menus)?.['interface'] ?? '',
    'vlan-id': '',
    'trial': 'no',
    'logged-in': host.session === undefined ? 'no' : 'yes',
    'error': context.error,
    'error-orig': context.error,
    ...chapVariables(menus, host),
    ...sessionVariables(host, context.now),
  }
}

function chapVariables(menus: Menus, host: Host): TemplateVariables {
  if (!loginMethods(menus).has('http-chap')) return { 'chap-id': '', 'chap-challenge': '' }
  const { id, challenge } = host.chap
  return {
    'chap-id': octalEscapes(Buffer.from([id])),
    'chap-challenge': octalEscapes(challenge),
  }
}

function sessionVariables({ session }: Host, now: number): TemplateVariables {
  if (session === undefined) return {}
  const variables: Record<string, string> = {
    'bytes-in': String(session.used.up),
    'bytes-out': String(session.used.down),
    'uptime': formatDuration(session.secondsAt(now) * 1000),
    'uptime-secs': String(session.secondsAt(now)),
  }
  const { deadline, octetsLeft } = session
  if (deadline !== undefined) {
    const seconds = Math.max(0, Math.floor((deadline - now) / 1000))
    variables['session-time-left'] = formatDuration(seconds * 1000)
    variables['session-time-left-secs'] = String(seconds)
  }
  if (octetsLeft !== undefined) variables['remain-bytes-total'] = String(octetsLeft)
  return variables
}
