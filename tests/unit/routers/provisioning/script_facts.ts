import type { JoiningFacts } from '#routers/provisioning/script_facts'

/** A router in Dhaka that gets a new hotspot, everything served by HTTPS. */
export function someFacts(changes: Partial<JoiningFacts> = {}): JoiningFacts {
  return {
    major: 7,
    identity: 'Zone-A Hotspot',
    timezone: 'Asia/Dhaka',
    token: 'a-router-token',
    radius: { host: '103.120.4.10', authPort: 1812, acctPort: 1813, secret: 's3cret' },
    api: { user: 'portico', password: 'api-password', port: 8728, tls: false },
    reportUrl: 'https://green.portico.example/join/a-token/report',
    loginPageUrl: 'https://portico.example/h/a-router-token/login.html',
    portalHosts: ['green.portico.example', 'portico.example'].map((host) => ({
      host,
      ports: [443],
    })),
    captiveApiUrl: 'https://green.portico.example/captive/a-router-token/api',
    captiveFileUrl: 'https://portico.example/h/a-router-token/api.json',
    choices: { hotspot: 'new', interfaces: ['wlan1', 'ether3'], network: '10.5.50.1/23' },
    ...changes,
  }
}
