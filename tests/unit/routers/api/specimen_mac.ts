import { parseMacAddress, type MacAddress } from '#core/mac_address'

/** A device's MAC for specs; a specimen that is none is the spec's mistake. */
export function specimenMac(text: string): MacAddress {
  const mac = parseMacAddress(text)
  if (!mac) throw new TypeError(`${text} is no MAC`)
  return mac
}
