import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { TAGGED, type ScriptSection } from '#routers/provisioning/script_section'

/** Phones that have not paid must reach the portal itself: by HTTP in one menu, by HTTPS in the other. */
export function walledGardenSection({ portalHosts }: JoiningFacts): ScriptSection {
  return {
    key: 'garden',
    title: 'The way to the portal for phones that have not paid',
    lines: [
      ...allowed('/ip hotspot walled-garden', 'allow', portalHosts),
      ...allowed('/ip hotspot walled-garden ip', 'accept', portalHosts),
    ],
  }
}

function allowed(menu: string, action: string, hosts: readonly string[]): string[] {
  return [
    `${menu} remove [${menu} find ${TAGGED}]`,
    ...hosts.map((host) => `${menu} add dst-host=${quoted(host)} action=${action} ${TAGGED}`),
  ]
}
