import type { TerminalReply } from '../terminal/terminal.js'
import type { VirtualRouter } from '../virtual_router.js'
import { markup, layout, type Html } from './html.js'
import { phoneCard } from './phone_card.js'
import { readableOctets, readableSeconds } from './units.js'
import { routerView, type RouterView } from './views.js'

function radiusText(router: RouterView): Html {
  const [first] = router.radius
  if (first === undefined) return markup`<span class="bad">not set up yet</span>`
  return markup`<code>${first.address}</code>, ports <code>${first.authPort}</code> and <code>${first.acctPort}</code>`
}

function facts(router: RouterView): Html {
  return markup`<dl>
    <dt>Address</dt>
    <dd><code>${router.address}</code></dd>
    <dt>Identity</dt>
    <dd><code>${router.identity}</code></dd>
    <dt>API port</dt>
    <dd><code>${router.api.port}</code></dd>
    <dt>API user</dt>
    <dd><code>${router.api.user}</code></dd>
    <dt>API password</dt>
    <dd><code>${router.api.password === '' ? '(empty)' : router.api.password}</code></dd>
    <dt>RADIUS</dt>
    <dd>${radiusText(router)}</dd>
  </dl>`
}

/** All routers at a glance. */
export function homePage(routers: readonly VirtualRouter[]): string {
  const cards = routers.map(routerView).map((router) => {
    const online = router.sessions.length
    return markup`<section class="card" aria-label="Router ${router.identity}">
      <header>
        <h2>${router.identity}</h2>
        <span class="badge ${online > 0 ? 'online' : 'offline'}">${online} online</span>
      </header>
      ${facts(router)}
      <div class="actions">
        <a class="button main" href="/routers/${router.address}">Open (phones: ${router.phones.length})</a>
      </div>
    </section>`
  })
  return layout(
    'Routers',
    markup`<h1>Routers</h1>
      <div class="grid" id="routers" data-live>${cards}</div>`
  )
}

function sessionsTable(router: RouterView): Html {
  if (router.sessions.length === 0)
    return markup`<p class="empty">Nobody is online. Let a phone join the Wi-Fi.</p>`
  const rows = router.sessions.map(
    (one) =>
      markup`<tr>
        <td><code>${one.user}</code></td>
        <td><code>${one.address}</code></td>
        <td>${one.method}</td>
        <td>${readableSeconds(one.seconds)}</td>
        <td>${readableOctets(BigInt(one.octetsDown))} / ${readableOctets(BigInt(one.octetsUp))}</td>
        <td><code>${one.rateLimit ?? 'none'}</code></td>
      </tr>`
  )
  return markup`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>User</th>
          <th>Address</th>
          <th>By</th>
          <th>For</th>
          <th>Down / up</th>
          <th>Rate limit</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function hostsTable(router: VirtualRouter): Html {
  const hosts = router.menus.rows('/ip/hotspot/host')
  if (hosts.length === 0) return markup`<p class="empty">No devices on the Wi-Fi.</p>`
  const rows = hosts.map(
    (host) =>
      markup`<tr>
        <td><code>${host['mac-address']}</code></td>
        <td><code>${host['address']}</code></td>
        <td>${host['authorized'] === 'true' ? 'authorised' : 'not authorised'}</td>
        <td>${host['uptime']}</td>
      </tr>`
  )
  return markup`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>MAC</th>
          <th>Address</th>
          <th>State</th>
          <th>Seen for</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`
}

function terminalOutput(replies: readonly TerminalReply[]): Html[] {
  return replies.map(
    (reply) =>
      markup`<div class="typed">&gt; ${reply.input}</div><div class="${reply.failed ? 'bad' : ''}">${reply.output === '' ? 'ok' : reply.output}</div>`
  )
}

function terminalSection(address: string, typed: string, replies: readonly TerminalReply[]): Html {
  const output = markup`<div class="output" id="output" tabindex="0" aria-label="What the router answered">${terminalOutput(replies)}</div>`
  return markup`<section class="card wide"><h2>Terminal</h2>
<form method="post" action="/routers/${address}/terminal#output">
<textarea name="lines" aria-label="Lines for the router's terminal" spellcheck="false" placeholder="Paste RouterOS lines here, as into a terminal">
${typed}</textarea>
<button class="main">Run</button>
</form>
${replies.length === 0 ? undefined : output}
</section>`
}

function logLines(router: VirtualRouter): Html | Html[] {
  const entries = router.log.entries().slice(-60).reverse()
  if (entries.length === 0) return markup`<p class="empty">Nothing yet.</p>`
  return entries.map(({ time, topics, message }) => {
    const clock = new Date(time).toISOString().slice(11, 19)
    return markup`<div class="entry"><span class="typed">${clock} ${topics}</span><br>${message}</div>`
  })
}

const routerButton = (address: string, action: string, label: string): Html =>
  markup`<form method="post" action="/routers/${address}/${action}"><button>${label}</button></form>`

/** One router: its phones, terminal, sessions, hosts and log. */
export function routerPage(
  router: VirtualRouter,
  typed = '',
  replies: readonly TerminalReply[] = []
): string {
  const view = routerView(router)
  const { address } = view
  return layout(
    view.identity,
    markup`<h1>${view.identity} <code>${address}</code></h1>
<div class="grid" id="phones" data-live>${view.phones.map((phone, index) => phoneCard(phone, index + 1))}</div>
<div class="actions card wide">
${routerButton(address, 'phones', 'Another phone')}
${routerButton(address, 'hour', 'Clock: one hour on')}
${routerButton(address, 'day', 'Clock: one day on')}
${routerButton(address, 'reboot', 'Reboot the router')}
</div>
<div class="two"><div>
${terminalSection(address, typed, replies)}
<section class="card wide"><h2>Online now</h2><div id="sessions" data-live>${sessionsTable(view)}</div></section>
<section class="card wide"><h2>Devices on the Wi-Fi</h2><div id="hosts" data-live>${hostsTable(router)}</div></section>
</div><div>
<section class="card wide"><h2>Router</h2><div id="facts" data-live>${facts(view)}</div></section>
<section class="card wide"><h2>Log</h2><div class="output" id="log" data-live tabindex="0" aria-label="Router log">${logLines(router)}</div></section>
</div></div>`
  )
}
