import type { NameTable } from '../names.js'
import type { Terminal } from '../terminal/terminal.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'
import { InvalidValue, missingArgument } from './router_trap.js'

const MOST_PINGS = 100

/** `/ping` and `/import` as an API client calls them. */
export function defineRootCommands(menus: Menus, terminal: Terminal, names: NameTable): void {
  menus.define('', 'ping', async (args) => {
    const target = args['address']
    if (target === undefined) throw missingArgument('address')
    const [address] = await names.resolve(target)
    if (address === undefined) throw new InvalidValue('invalid value for argument address')
    const count = Math.min(Number(args['count'] ?? 4), MOST_PINGS)
    return { rows: Array.from({ length: count }, (_one, seq) => reply(names, address, seq)) }
  })
  menus.define('', 'import', async (args) => {
    const name = args['file-name']
    if (name === undefined) throw missingArgument('file-name')
    await terminal.importFile(name)
    return { rows: [] }
  })
}

function reply(names: NameTable, host: string, seq: number): Row {
  const answers = names.answersPing(host)
  const counted = {
    'sent': String(seq + 1),
    'received': answers ? String(seq + 1) : '0',
    'packet-loss': answers ? '0' : '100',
  }
  if (!answers) return { seq: String(seq), host, status: 'timeout', ...counted }
  return { seq: String(seq), host, size: '56', ttl: '64', time: '1ms', ...counted }
}
