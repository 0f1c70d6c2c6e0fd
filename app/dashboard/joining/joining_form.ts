import vine from '@vinejs/vine'
import { isIP } from 'node:net'
import type { JoiningChoices } from '#routers/provisioning/joining_choices'
import { interfacesOf, MOST_INTERFACES } from '#routers/provisioning/joining_choices'
import { Ipv4Network } from '#routers/provisioning/ipv4_network'
import { ONE_LINE } from '#core/one_line'

const LONGEST_NAME = 64

export const joiningValidator = vine.create({
  hotspot: vine.enum(['new', 'existing']),
  interfaces: vine.string().trim().maxLength(1000).regex(ONE_LINE).nullable(),
  network: vine.string().trim().maxLength(18).nullable(),
  server: vine.string().trim().maxLength(LONGEST_NAME).regex(ONE_LINE).nullable(),
})

export interface JoiningForm {
  hotspot: 'new' | 'existing'
  interfaces: string | null
  network: string | null
  server: string | null
}

/** @returns the choices, or for each wrong field the key of what to say */
export function readJoiningForm(
  form: JoiningForm,
  platformHost: string
): { choices: JoiningChoices } | { wrong: Record<string, string> } {
  if (form.hotspot === 'existing') return { choices: { hotspot: 'existing', server: form.server } }

  const interfaces = interfacesOf(form.interfaces ?? '')
  const network = Ipv4Network.read(form.network ?? '')
  const wrong: Record<string, string> = {}
  if (interfaces.length === 0) wrong.interfaces = 'joining.error.interfaces_none'
  if (interfaces.length > MOST_INTERFACES) wrong.interfaces = 'joining.error.interfaces_many'
  if (interfaces.some((name) => name.length > LONGEST_NAME)) {
    wrong.interfaces = 'joining.error.interfaces_long'
  }
  if (typeof network === 'string') wrong.network = `joining.error.network_${network}`
  else if (isIP(platformHost) && network.contains(platformHost)) {
    wrong.network = 'joining.error.network_ours'
  }

  if (typeof network === 'string' || Object.keys(wrong).length > 0) return { wrong }
  return { choices: { hotspot: 'new', interfaces, network: network.address } }
}
