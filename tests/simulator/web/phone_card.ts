import { markup, type Html } from './html.js'
import { readableOctets, readableRate, readableSeconds } from './units.js'
import type { PhoneView, SessionView } from './views.js'

const STATES = { offline: 'Not on the Wi-Fi', portal: 'At the portal', online: 'Online' } as const

const button = (id: string, action: string, label: string, main = false): Html =>
  markup`<form method="post" action="/phones/${id}/${action}">
    <button class="${main ? 'main' : ''}">${label}</button>
  </form>`

function sessionFacts(session: SessionView): Html {
  const speed =
    session.downloadBps === null || session.uploadBps === null
      ? 'not limited'
      : `${readableRate(session.downloadBps)} down, ${readableRate(session.uploadBps)} up`
  return markup`<dt>Speed</dt>
    <dd>${speed}</dd>
    <dt>Time left</dt>
    <dd>${session.secondsLeft === null ? 'not limited' : readableSeconds(session.secondsLeft)}</dd>
    <dt>Data left</dt>
    <dd>
      ${session.octetsLeft === null ? 'not limited' : readableOctets(BigInt(session.octetsLeft))}
    </dd>
    <dt>Used</dt>
    <dd>
      ${readableOctets(BigInt(session.octetsDown))} down,
      ${readableOctets(BigInt(session.octetsUp))} up
    </dd>`
}

function actions(phone: PhoneView): Html[] {
  if (phone.state === 'offline') {
    return [
      button(phone.id, 'join', phone.joinedBefore ? 'Come back' : 'Join Wi-Fi', true),
      button(phone.id, 'mac', 'New MAC'),
    ]
  }
  const browser = markup`<a class="button main" target="_blank" href="/phones/${phone.id}/browser">Open the browser</a>`
  const usage = [
    button(phone.id, 'use-100mb', 'Use 100 MB'),
    button(phone.id, 'use-1gb', 'Use 1 GB'),
  ]
  return [
    browser,
    ...(phone.online ? usage : []),
    button(phone.id, 'leave', 'Leave'),
    button(phone.id, 'mac', 'New MAC'),
  ]
}

/** One phone: how it stands, and what a person may do with it. */
export function phoneCard(phone: PhoneView, number: number): Html {
  return markup`<section class="card" aria-label="Phone ${number}">
    <header>
      <h2>Phone ${number}</h2>
      <span class="badge ${phone.state}">${STATES[phone.state]}</span>
    </header>
    <dl>
      <dt>MAC</dt>
      <dd><code>${phone.mac}</code></dd>
      <dt>Address</dt>
      <dd><code>${phone.ip ?? 'none'}</code></dd>
      ${phone.session === null ? undefined : sessionFacts(phone.session)}
    </dl>
    <div class="actions">${actions(phone)}</div>
  </section>`
}
