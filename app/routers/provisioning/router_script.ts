import { portalEntrance } from '#routers/provisioning/login_page'
import { quoted } from '#routers/provisioning/quoted'

export interface ScriptFacts {
  identity: string
  token: string
  radius: { host: string; authPort: number; acctPort: number; secret: string }
  apiUser: string
  apiPort: number
  hotspotAddress: string
}

/**
 * What an operator pastes into a router that has a hotspot: the description's
 * Steps 3 and 4 as they work on RouterOS 7. Each line sets a state, so pasting
 * it twice does no harm. (MikroTik manual: RADIUS, HotSpot, CLI reference.)
 */
export function routerScript(facts: ScriptFacts): string {
  const { radius } = facts
  return [
    `# 1. Identity: the portal recognises this router by it`,
    `/system identity set name=${quoted(facts.identity)}`,
    ``,
    `# 2. RADIUS, and the listener for disconnects`,
    `/radius remove [find comment="portico"]`,
    `/radius add service=hotspot address=${radius.host} secret=${quoted(radius.secret)} authentication-port=${radius.authPort} accounting-port=${radius.acctPort} timeout=3s comment="portico"`,
    `/radius incoming set accept=yes port=3799`,
    ``,
    `# 3. Hotspot: MAC authentication, a login form the portal can use, reports every 2 minutes`,
    `/ip hotspot profile set [find] use-radius=yes radius-accounting=yes radius-interim-update=2m login-by=mac,http-pap mac-auth-mode=mac-as-username-and-password radius-mac-format=XX:XX:XX:XX:XX:XX nas-port-type=wireless-802.11`,
    ``,
    `# 4. The login page that sends phones to your portal, and the way there for phones that have not paid`,
    `/tool fetch url=${quoted(`${portalEntrance(facts.token)}/login.html`)} dst-path=hotspot/login.html`,
    `/ip hotspot walled-garden remove [find comment="portico"]`,
    ...portalHosts().map(
      (host) =>
        `/ip hotspot walled-garden add dst-host=${quoted(host)} action=allow comment="portico"`
    ),
    `/ip hotspot walled-garden ip remove [find comment="portico"]`,
    ...portalHosts().map(
      (host) =>
        `/ip hotspot walled-garden ip add dst-host=${quoted(host)} action=accept comment="portico"`
    ),
  ].join('\n')

  function portalHosts(): string[] {
    const { hostname } = new URL(portalEntrance(facts.token))
    return [hostname, `*.${hostname}`]
  }
}
