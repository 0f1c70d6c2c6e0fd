import type { Machine } from '#tests/e2e/routers/reach/lab'

/** The step of a joining script that makes the tunnel. */
export function tunnelStepOf(script: string): string {
  const [, from = ''] = script.split('# Tunnel')
  const [step = ''] = from.split('} on-error=')
  return step
}

/** The arguments of every `<menu> <command>` line of a script, in order. */
export function argumentsOf(script: string, command: string): Record<string, string>[] {
  const start = `${command} `
  return script.split('\n').flatMap((line) => {
    const at = line.indexOf(start)
    if (at < 0) return []
    const words = line.slice(at + start.length).matchAll(/([a-z-]+)=(?:"([^"]*)"|([^\s"[\]]+))/g)
    return [Object.fromEntries([...words].map(([, key, text, word]) => [key, text ?? word]))]
  })
}

/** The only line of that kind. */
export function theOne(script: string, command: string): Record<string, string> {
  const [found, ...more] = argumentsOf(script, command)
  if (!found || more.length > 0) throw new Error(`"${command}" is not there once`)
  return found
}

const BASE = `
table ip router
delete table ip router
table ip router {
  chain input {
    type filter hook input priority 0; policy drop;
    iifname "lo" accept
    iifname "eth0" ct state established,related accept
  }
  chain forward { type filter hook forward priority 0; policy drop; }
}`

/**
 * Does on Linux what the script says for RouterOS: interface, peer, address, route, and the
 * firewall rules, put before a firewall that lets nothing else in. Returns its public key.
 */
export async function obey(machine: Machine, script: string): Promise<string> {
  const link = theOne(script, '/interface wireguard add')
  const peer = theOne(script, '/interface wireguard peers add')
  const { name = '', mtu = '' } = link
  const key = (await machine.sh('wg genkey')).trim()

  await raise(machine, name)
  await useKey(machine, key, name)
  await machine.sh(
    `wg set ${name} listen-port ${link['listen-port']} peer ${peer['public-key']} endpoint ${peer['endpoint-address']}:${peer['endpoint-port']} allowed-ips ${peer['allowed-address']} persistent-keepalive ${peer['persistent-keepalive']?.replace('s', '')}`
  )
  await machine.sh(`ip address add ${theOne(script, '/ip address add').address} dev ${name}`)
  await machine.sh(`ip link set ${name} mtu ${mtu} up`)
  const route = theOne(script, '/ip route add')
  await machine.sh(`ip route add ${route['dst-address']} dev ${route.gateway}`)
  const rules = argumentsOf(script, '/ip firewall filter add')
  await machine.must('nft', ['-f', '-'], [BASE, ...rules.map(inserted)].join('\n'))
  return (await machine.sh('wg pubkey', key)).trim()
}

/** By way of a file of the machine's own: wg opens no socket, which stdin is. */
export async function useKey(machine: Machine, key: string, name = 'portico-wg'): Promise<void> {
  await machine.must('sh', ['-c', 'umask 077; cat > /run/key'], key)
  await machine.sh(`wg set ${name} private-key /run/key`)
}

async function raise(machine: Machine, name: string): Promise<void> {
  const kernel = await machine.run('ip', ['link', 'add', 'dev', name, 'type', 'wireguard'])
  if (kernel.code === 0) return
  const go = machine.start('wireguard-go', ['-f', name])
  for (let tries = 0; tries < 50; tries += 1) {
    if (go.exitCode !== null) break
    if ((await machine.run('wg', ['show', name])).code === 0) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('wireguard-go did not come up')
}

const MATCHES: Record<string, (value: string) => string> = {
  'in-interface': (value) => `iifname "${value}"`,
  'out-interface': (value) => `oifname "${value}"`,
  'src-address': (value) => `ip saddr ${value}`,
  'dst-address': (value) => `ip daddr ${value}`,
  'connection-state': (value) => `ct state ${value}`,
  'protocol': (value) => (value === 'icmp' ? 'ip protocol icmp' : ''),
}

/** Each line of the script goes before what is first, as nft's insert does. */
function inserted(rule: Record<string, string>): string {
  const port = rule['dst-port'] ? [`${rule.protocol} dport ${rule['dst-port']}`] : []
  const matches = Object.entries(rule).flatMap(([key, value]) => MATCHES[key]?.(value) ?? [])
  return ['insert rule ip router', rule.chain, ...matches, ...port, rule.action].join(' ')
}
