import type { VirtualClock } from '../clock.js'
import type { NameTable } from '../names.js'
import type { Row } from './menu.js'
import type { Menus } from './menus.js'

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** Minutes that a zone is ahead of UTC; 0 for names that nobody knows. */
function minutesAhead(zone: string, at: number): number {
  try {
    const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    const name = parts.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? ''
    const [, sign, hours, minutes] = /([+-])(\d{2}):(\d{2})/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0))
  } catch {
    return 0
  }
}

/** The router's own idea of the time: wrong by an offset until NTP or a person puts it right. */
export class RouterTime {
  /** Milliseconds that the router's clock is ahead of the true time. */
  offset = 0

  constructor(
    private readonly menus: Menus,
    private readonly clock: VirtualClock,
    private readonly names: NameTable
  ) {
    menus.menu('/system/clock').show({ rows: () => [this.#row()] })
    menus.watch('/system/clock', () => this.#setByHand())
    for (const path of ['/system/ntp/client', '/system/ntp/client/servers']) {
      if (menus.has(path)) menus.watch(path, () => this.#synchronise())
    }
    menus.menu('/system/ntp/client').show({ rows: () => [this.#status()] })
  }

  now(): number {
    return this.clock.now() + this.offset
  }

  #zone(): number {
    const name = this.menus.menu('/system/clock').stored()[0]?.['time-zone-name'] ?? 'UTC'
    return minutesAhead(name, this.clock.now())
  }

  /** ISO since 7.10, `nov/22/2026` before. */
  dateText(): string {
    const date = new Date(this.now() + this.#zone() * 60_000)
    if (!this.menus.version.startsWith('6.')) return date.toISOString().slice(0, 10)
    const day = String(date.getUTCDate()).padStart(2, '0')
    return `${MONTHS[date.getUTCMonth()]}/${day}/${date.getUTCFullYear()}`
  }

  #row(): Row {
    const ahead = this.#zone()
    const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
    const offset = `${ahead < 0 ? '-' : '+'}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`
    return {
      'time': new Date(this.now() + ahead * 60_000).toISOString().slice(11, 19),
      'date': this.dateText(),
      'gmt-offset': offset,
      'dst-active': 'false',
    }
  }

  /** `/system clock set date=… time=…`, in the router's own zone. */
  #setByHand(): void {
    const menu = this.menus.menu('/system/clock')
    const { time = '', date = '' } = menu.stored()[0] ?? {}
    if (time === '' && date === '') return
    menu.update(undefined, { time: '', date: '' })
    const shown = this.#row()
    const [, month, day, year] = /^([a-z]{3})\/(\d+)\/(\d+)$/i.exec(date) ?? []
    const number = String(MONTHS.indexOf(month?.toLowerCase() ?? '') + 1).padStart(2, '0')
    const iso =
      day === undefined
        ? date || new Date(this.now()).toISOString().slice(0, 10)
        : `${year}-${number}-${day}`
    const wanted = Date.parse(`${iso}T${time || shown['time']}Z`) - this.#zone() * 60_000
    if (!Number.isNaN(wanted)) this.offset = wanted - this.clock.now()
  }

  #servers(): string[] {
    const settings = this.menus.menu('/system/ntp/client').stored()[0] ?? {}
    const listed = ['servers', 'primary-ntp', 'secondary-ntp', 'server-dns-names']
      .flatMap((name) => (settings[name] ?? '').split(','))
      .filter((one) => one !== '' && one !== '0.0.0.0')
    const rows = this.menus.has('/system/ntp/client/servers')
      ? this.menus.menu('/system/ntp/client/servers').stored()
      : []
    return [...listed, ...rows.flatMap((row) => row['address'] ?? [])]
  }

  /** The first server that answers, once the client is on. */
  #synced(): string | undefined {
    const on = this.menus.menu('/system/ntp/client').stored()[0]?.['enabled'] === 'true'
    if (!on) return undefined
    return this.#servers().find((server) => {
      const [address = server] = this.names.known(server) ?? []
      return this.names.answersPing(address)
    })
  }

  #synchronise(): void {
    if (this.#synced() !== undefined) this.offset = 0
  }

  #status(): Row {
    const on = this.menus.menu('/system/ntp/client').stored()[0]?.['enabled'] === 'true'
    const server = this.#synced()
    const status = server === undefined ? (on ? 'waiting' : 'stopped') : 'synchronized'
    // version 6 shows nothing of the kind
    if (this.menus.version.startsWith('6.')) return {}
    return {
      status,
      ...(server === undefined ? {} : { 'synced-server': server, 'synced-stratum': '2' }),
    }
  }
}
