import { quoted } from '#routers/provisioning/quoted'
import type { RouterOsMajor } from '#routers/provisioning/script_facts'
import { ensured, TAGGED, type ScriptSection } from '#routers/provisioning/script_section'

const NAME = 'name="portico-captive"'

/**
 * DHCP option 114 (RFC 8910): phones ask our captive-portal API whether they are
 * captive and what is left. RouterOS reads a value in single quotes as text.
 */
export function captiveOptionSection(url: string, major: RouterOsMajor): ScriptSection {
  const value = `code=114 value=${quoted(`'${url}'`)}${major === 7 ? ' force=yes' : ''}`
  const added = major === 7 ? `${NAME} ${TAGGED}` : NAME
  return {
    key: 'captive',
    title: 'DHCP option 114',
    lines: [
      ensured('/ip dhcp-server option', NAME, value, added),
      `/ip dhcp-server network set [/ip dhcp-server network find ${TAGGED}] dhcp-option="portico-captive"`,
    ],
  }
}
