import { BlockList, isIPv4 } from 'node:net'

/** Whether a list of prefixes lets this peer in; empty lets everybody in. */
export function admits(prefixes: string | undefined, peer: string): boolean {
  const allowed = (prefixes ?? '').split(',').filter((one) => one !== '')
  if (allowed.length === 0) return true
  const list = new BlockList()
  for (const one of allowed) {
    const [address, length] = one.split('/')
    if (address !== undefined && isIPv4(address))
      list.addSubnet(address, Number(length ?? 32), 'ipv4')
  }
  return list.check(peer)
}
