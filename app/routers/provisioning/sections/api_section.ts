import { quoted } from '#routers/provisioning/quoted'
import type { JoiningFacts, RouterOsMajor } from '#routers/provisioning/script_facts'
import { ensured, TAG, TAGGED, type ScriptSection } from '#routers/provisioning/script_section'
import { platformPrefix } from '#routers/provisioning/sections/platform_address'

const REFUSED =
  'local telnet ssh ftp reboot policy test winbox password web sniff sensitive romon'.split(' ')

/**
 * The operator's own networks. An API that was open to all stays open to them,
 * so that nobody's tools are locked out; the rest of the world loses it.
 */
const OWN_NETWORKS = '"10.0.0.0/8","172.16.0.0/12","192.168.0.0/16"'

/**
 * A user that may do what we do and nothing else, from our address alone. An
 * API user the operator made is left as it is: changing its group could lock its owner out.
 */
export function apiSection(facts: JoiningFacts): ScriptSection {
  const { user, password, port, tls } = facts.api
  const service = tls ? 'api-ssl' : 'api'
  const ours = platformPrefix(facts)
  const name = `name=${quoted(user)}`
  const values = `group="${TAG}" password=${quoted(password)} address=${ours} disabled=no`
  return {
    key: 'api',
    title: 'API user, and who may reach the API',
    lines: [
      groupLine(facts.major),
      `:if ([:len [/user find ${name}]] = 0) do={ /user add ${name} ${values} ${TAGGED} } ` +
        `else={ /user set [/user find ${name} ${TAGGED}] ${values} }`,
      `:local porticoOff [/ip service get ${service} disabled]`,
      `:local porticoFrom [:toarray [/ip service get ${service} address]]`,
      `:local porticoKnown 0`,
      `:foreach porticoOne in=$porticoFrom do={ :if ([:tostr $porticoOne] = ${ours}) do={ :set porticoKnown 1 } }`,
      `:if ([:len $porticoFrom] = 0) do={ :if ($porticoOff = true) do={ :set porticoFrom ${ours} } ` +
        `else={ :set porticoFrom (${ours},${OWN_NETWORKS}) } } ` +
        `else={ :if ($porticoKnown = 0) do={ :set porticoFrom ($porticoFrom,${ours}) } }`,
      `/ip service set ${service} disabled=no port=${port} address=$porticoFrom`,
    ],
  }
}

function groupLine(major: RouterOsMajor): string {
  const refused = [...REFUSED, ...(major === 7 ? ['rest-api'] : [])].map((each) => `!${each}`)
  const values = `policy=api,read,write,${refused.join(',')}`
  const comment = major === 7 ? ` ${TAGGED}` : ''
  return ensured('/user group', `name="${TAG}"`, values, `name="${TAG}"${comment}`)
}
