import { mkdirSync, writeFileSync } from 'node:fs'

const PROGRAMS = {
  'freeradius': 'usr/sbin/freeradius -D "$here/usr/share/freeradius"',
  'radclient': 'usr/bin/radclient -D "$here/usr/share/freeradius"',
  'redis-server': 'usr/bin/redis-server',
  'redis-cli': 'usr/bin/redis-cli',
  'pgbouncer': 'usr/sbin/pgbouncer',
  'wg': 'usr/bin/wg',
  'wireguard-go': 'usr/bin/wireguard-go',
  'nft': 'usr/sbin/nft',
  'ip': 'usr/bin/ip',
}

/**
 * Programs of unpacked packages look for their libraries under /usr. Each gets a small script
 * of its name in `bin/` that points it to the ones beside it, wherever the folder is.
 */
export function writeWrappers(folder) {
  mkdirSync(`${folder}/bin`, { recursive: true })
  for (const [name, command] of Object.entries(PROGRAMS)) {
    const [path, ...args] = command.split(' ')
    const lines = [
      '#!/bin/sh',
      'here=$(dirname "$(dirname "$(readlink -f "$0")")")',
      'path=$here/usr/lib/freeradius',
      'for folder in "$here"/usr/lib/*-linux-gnu "$here"/lib/*-linux-gnu; do',
      '  path=$path:$folder',
      'done',
      'export LD_LIBRARY_PATH="$path"',
      ['exec', `"$here/${path}"`, ...args, '"$@"'].join(' '),
    ]
    writeFileSync(`${folder}/bin/${name}`, `${lines.join('\n')}\n`, { mode: 0o755 })
  }
}
