import { escapeHtml, page } from '../kit/html.js'
import type { ReceivedMessage } from './inbox.js'

const REFRESH_SECONDS = 4
const SHOWN = 100
const CHIPS = 12

const STYLE = `
main{max-width:46rem;margin:0 auto;padding:1rem}
header{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.soft{color:var(--soft);font-size:.875rem}
.chips{display:flex;gap:.5rem;margin:1rem 0;flex-wrap:wrap}
.chips a{min-height:0;padding:.5rem .8rem;border-radius:999px;font-size:.9375rem;line-height:1.5}
.chips a[aria-current]{background:var(--act);border-color:var(--act);color:#fff}
ol{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.75rem}
li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.9rem 1rem}
.top,.bottom{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.15rem 1rem}
.top a{font-weight:600;text-decoration:none}
.text{margin:.5rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
.code{display:inline-block;margin:.1rem 0 .35rem;padding:.15rem .7rem;border-radius:8px;background:#e4eef5;font:700 1.75rem/1.35 ui-monospace,monospace;letter-spacing:.18em;user-select:all;-webkit-user-select:all}
summary{cursor:pointer}
.part{margin:.4rem 0 0;padding-left:.6rem;border-left:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
.empty{margin:1rem 0 0;background:var(--card);border:1px dashed #9aa6b2;border-radius:12px;padding:2rem 1rem;text-align:center}
`

export interface InboxView {
  messages: ReceivedMessage[]
  /** All numbers to choose from. */
  numbers: string[]
  /** The one chosen, or empty for all. */
  number: string
  paused: boolean
}

/** Messages as the phones received them; reloads itself without a script. */
export function inboxPage({ messages, numbers, number, paused }: InboxView): string {
  const toggle = paused
    ? `<a href="${address(number, false)}">Resume</a>`
    : `<a href="${address(number, true)}">Pause</a>`
  const state = paused ? 'Paused' : `Reloads every ${REFRESH_SECONDS} s`
  return page({
    title: number === '' ? 'SMS inbox' : `SMS inbox ${number}`,
    style: STYLE,
    head: paused ? '' : `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">\n`,
    body: `<main>
<header><h1>SMS inbox</h1><span class="soft">${state} · ${toggle}</span></header>
${chips(numbers, number)}
${list(messages, number)}
</main>`,
  })
}

/** Links rather than a field: the page reloads under a person's fingers. */
function chips(numbers: string[], chosen: string): string {
  if (numbers.length < 2 && chosen === '') return ''
  const links = ['', ...numbers.slice(0, CHIPS)].map((number) => {
    const current = number === chosen ? ' aria-current="true"' : ''
    const label = number === '' ? 'All numbers' : escapeHtml(number)
    return `<a class="button" href="${address(number, false)}"${current}>${label}</a>`
  })
  return `<nav class="chips" aria-label="Show one number">${links.join('')}</nav>`
}

function list(messages: ReceivedMessage[], number: string): string {
  if (messages.length === 0) {
    const whose = number === '' ? '' : ` for ${escapeHtml(number)}`
    return `<p class="empty">No messages${whose} yet. Texts the system sends appear here at once.</p>`
  }
  const rest = messages.length - SHOWN
  const more = rest > 0 ? `<p class="soft">${rest} older messages are not shown.</p>` : ''
  return `<ol>\n${messages.slice(0, SHOWN).map(item).join('\n')}\n</ol>${more}`
}

function item(message: ReceivedMessage): string {
  const { to, from, text, code, receivedAt, segments, encoding } = message
  const big = code === undefined ? '' : `<div class="code">${escapeHtml(code)}</div>`
  return `<li>
<div class="top"><a href="${address(to, false)}">${escapeHtml(to)}</a><time class="soft" datetime="${receivedAt}">${shortTime(receivedAt)}</time></div>
<p class="text">${escapeHtml(text)}</p>
${big}
<div class="bottom soft"><span>from ${escapeHtml(from)}</span>${carriage(segments, encoding)}</div>
</li>`
}

function carriage(segments: string[], encoding: string): string {
  if (segments.length === 1) return `<span>${encoding}, 1 segment</span>`
  const parts = segments.map((part) => `<p class="part">${escapeHtml(part)}</p>`).join('')
  return `<details><summary>${encoding}, ${segments.length} segments</summary>${parts}</details>`
}

function shortTime(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`
}

function address(number: string, paused: boolean): string {
  const query = new URLSearchParams()
  if (number !== '') query.set('number', number)
  if (paused) query.set('pause', '1')
  return escapeHtml(query.size === 0 ? '/inbox' : `/inbox?${query.toString()}`)
}
