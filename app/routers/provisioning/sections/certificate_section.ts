import { TAG, type ScriptSection } from '#routers/provisioning/script_section'

const OURS = `/certificate find name="${TAG}"`

/**
 * A certificate of its own for the API by TLS, unless the service has one:
 * without any, RouterOS offers anonymous keys alone, which prove nothing. We know
 * the router again by this one.
 */
export function certificateSection(): ScriptSection {
  const add =
    `/certificate add name="${TAG}" common-name="${TAG}" key-size=2048 days-valid=3650 ` +
    'key-usage=digital-signature,key-encipherment,tls-server'
  return {
    key: 'certificate',
    title: 'A certificate for the API',
    lines: [
      ':if ([:len [/certificate find name=[/ip service get api-ssl certificate]]] = 0) do={',
      `  :if ([:len [${OURS}]] = 0) do={ ${add}; /certificate sign numbers=[${OURS}]; :delay 2s }`,
      `  /ip service set api-ssl certificate="${TAG}"`,
      '}',
    ],
  }
}
