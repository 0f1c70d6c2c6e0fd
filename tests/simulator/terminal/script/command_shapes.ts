/** How a `:` command takes its arguments (MikroTik, Scripting, "Global commands"). */
export interface Shape {
  /** Most unnamed arguments. */
  readonly unnamed: number
  readonly named?: readonly string[]
  /** Named arguments that hold commands. */
  readonly blocks?: readonly string[]
  /** The unnamed arguments that hold commands, by position. */
  readonly blockAt?: readonly number[]
  /** Named arguments that unnamed ones stand for, in order. */
  readonly order?: readonly string[]
  /** First minor release of version 7 that has it; `6` for all. */
  readonly first?: string
}

export const SHAPES: Readonly<Record<string, Shape>> = {
  put: { unnamed: 1, named: ['message'] },
  global: { unnamed: 2, named: ['name', 'value'], blocks: ['do'] },
  local: { unnamed: 2, named: ['name', 'value'], blocks: ['do'] },
  set: { unnamed: 2, named: ['name', 'value'], blocks: ['do'] },
  if: { unnamed: 1, named: ['condition'], blocks: ['do', 'else'] },
  do: { unnamed: 1, named: ['while'], blocks: ['on-error', 'command'], blockAt: [0] },
  while: { unnamed: 1, named: ['condition'], blocks: ['do'] },
  for: { unnamed: 1, named: ['counter', 'from', 'to', 'step'], blocks: ['do'] },
  foreach: { unnamed: 1, named: ['counter', 'in'], blocks: ['do'] },
  onerror: { unnamed: 1, blocks: ['in', 'do'], blockAt: [1], first: '7.13' },
  retry: { unnamed: 0, named: ['delay', 'max'], blocks: ['command', 'on-error'], first: '7.13' },
  error: { unnamed: 1, named: ['message'] },
  return: { unnamed: 1, named: ['value'] },
  delay: { unnamed: 1, named: ['delay-time'] },
  log: { unnamed: 2, named: ['message'] },
  len: { unnamed: 1, named: ['value'] },
  typeof: { unnamed: 1, named: ['value'] },
  tostr: { unnamed: 1, named: ['value'] },
  tonum: { unnamed: 1, named: ['value'] },
  tobool: { unnamed: 1, named: ['value'] },
  toid: { unnamed: 1, named: ['value'] },
  toip: { unnamed: 1, named: ['value'] },
  totime: { unnamed: 1, named: ['value'] },
  toarray: { unnamed: 1, named: ['value'] },
  nothing: { unnamed: 0 },
  pick: { unnamed: 3, named: ['counter', 'begin', 'end'], order: ['counter', 'begin', 'end'] },
  find: { unnamed: 3, named: ['in', 'key', 'from'], order: ['in', 'key', 'from'] },
  range: { unnamed: 2, first: '7.13' },
  time: { unnamed: 1, blockAt: [0] },
  timestamp: { unnamed: 0, first: '7.1' },
  rndnum: { unnamed: 0, named: ['from', 'to'], first: '7.1' },
  rndstr: { unnamed: 0, named: ['from', 'length'], first: '7.1' },
  resolve: {
    unnamed: 1,
    named: ['domain-name', 'server', 'server-port', 'type'],
    order: ['domain-name'],
  },
  ping: {
    unnamed: 1,
    named: [
      'address',
      'count',
      'interval',
      'interface',
      'size',
      'src-address',
      'ttl',
      'do-not-fragment',
    ],
    order: ['address'],
  },
  parse: { unnamed: 1, named: ['source'] },
  execute: { unnamed: 1, named: ['script', 'file'], blockAt: [0] },
  import: { unnamed: 1, named: ['file-name', 'verbose', 'from-line'], order: ['file-name'] },
  environment: { unnamed: 1 },
  jobname: { unnamed: 0, first: '7.13' },
  serialize: {
    unnamed: 1,
    named: ['value', 'to', 'delimiter', 'order', 'options', 'file-name'],
    order: ['value'],
    first: '7.13',
  },
  deserialize: {
    unnamed: 1,
    named: ['value', 'from', 'delimiter', 'options'],
    order: ['value'],
    first: '7.13',
  },
  convert: {
    unnamed: 1,
    named: ['value', 'from', 'to', 'transform'],
    order: ['value'],
    first: '7.13',
  },
}

/** Unnamed arguments of menu commands, in order; `numbers` names items. */
export const MENU_UNNAMED: Readonly<Record<string, readonly string[]>> = {
  'set': ['numbers'],
  'remove': ['numbers'],
  'enable': ['numbers'],
  'disable': ['numbers'],
  'comment': ['numbers', 'comment'],
  'unset': ['numbers', 'value-name'],
  'reset': ['numbers'],
  'reset-counters': ['numbers'],
  'move': ['numbers', 'destination'],
  'get': ['numbers', 'value-name'],
  'monitor': ['numbers'],
  'run': ['number'],
  'print': ['from'],
  'fetch': ['url'],
  'info': ['message'],
  'warning': ['message'],
  'error': ['message'],
  'debug': ['message'],
  'sign': ['numbers'],
  'make-static': ['numbers'],
  'uninstall': ['numbers'],
}

/** Words that stand alone on a command line of any menu. */
export const FLAGS: Readonly<Record<string, readonly string[]>> = {
  monitor: ['once', 'as-value'],
  fetch: ['as-value'],
  run: ['use-script-permissions'],
  reboot: ['as-value'],
  import: ['verbose'],
}
