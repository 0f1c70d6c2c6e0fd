import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts } from '#routers/provisioning/script_facts'
import { told, type ScriptSection } from '#routers/provisioning/script_section'

const SERVERS = ['time.cloudflare.com', 'pool.ntp.org'] as const

/** The ISP's time zone, and NTP unless the operator has it already. v6 wants addresses, v7 takes names. */
export function clockSection({ major, timezone }: JoiningFacts): ScriptSection {
  const [first, second] = SERVERS
  const servers =
    major === 7
      ? `servers=${first},${second}`
      : `primary-ntp=[:resolve "${first}"] secondary-ntp=[:resolve "${second}"]`
  return {
    key: 'clock',
    title: 'Clock',
    lines: [
      `/system clock set time-zone-autodetect=no time-zone-name=${quoted(timezone)}`,
      `:do {`,
      `  :if ([/system ntp client get enabled] = false) do={ /system ntp client set enabled=yes ${servers} }`,
      `} on-error={ ${told('clock', 'warned:ntp')} }`,
    ],
  }
}
