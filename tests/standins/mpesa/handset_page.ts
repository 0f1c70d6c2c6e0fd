import { escapeHtml, page } from '../kit/html.js'
import { payPage } from '../kit/pay_page.js'
import type { Push } from './push_book.js'
import { callbackWords } from './results.js'
import { PIN } from './world.js'

const STYLE =
  'main{max-width:26rem;margin:0 auto;padding:1rem}label{display:block;margin:1rem 0 .4rem}'

/** The prompt as the phone shows it: a PIN, a way out, and leaving it alone. */
export function promptPage(push: Push): string {
  return step(
    push,
    `<form method="post">
<input type="hidden" name="id" value="${escapeHtml(push.checkoutRequestId)}">
<label for="pin">Enter M-PESA PIN</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required>
<p class="hint">The right one is ${PIN}; every other is wrong.</p>
<button class="main" name="action" value="pay">Send</button>
<div class="other">
<button name="action" value="cancel" formnovalidate>Cancel</button>
<button name="action" value="timeout" formnovalidate>Let it time out</button>
</div>
</form>`
  )
}

export function endedPage(push: Push): string {
  const words =
    push.result === '0'
      ? `${push.receipt ?? ''} confirmed. ${shown(push)} sent to ${push.merchant.name} for account ${push.accountReference}.`
      : callbackWords(push.result ?? '1037')
  return step(push, `<p>${escapeHtml(words)}</p>\n${back(push.msisdn)}`)
}

export function quietPage(msisdn: string): string {
  return plain(
    `Handset ${msisdn}`,
    `<h1>${escapeHtml(msisdn)}</h1>\n<p>No prompt on this handset.</p>\n${back(msisdn)}`
  )
}

/** Which handset to look at. */
export function choicePage(waiting: readonly Push[]): string {
  const numbers = [...new Set(waiting.map((push) => push.msisdn))]
  const list = numbers
    .map((number) => `<li><a href="/handset/${number}">${number}</a></li>`)
    .join('\n')
  return plain(
    'Handsets',
    `<h1>Handsets with a prompt</h1>
${list === '' ? '<p>None.</p>' : `<ul>\n${list}\n</ul>`}
<form method="get" action="/handset"><label for="number">Number, as 2547…</label>
<input id="number" name="number" inputmode="numeric" required>
<p><button class="main">Look</button></p></form>`
  )
}

function plain(title: string, body: string): string {
  const note = '<p>M-Pesa stand-in for tests. No money moves.</p>'
  return page({ title, style: STYLE, body: `<main>${note}\n${body}</main>` })
}

function back(msisdn: string): string {
  return `<a class="button" href="/handset/${escapeHtml(msisdn)}">Look again</a>`
}

function step(push: Push, content: string): string {
  return payPage({
    gateway: 'M-Pesa',
    merchant: push.merchant.name,
    reference: push.accountReference,
    amount: shown(push),
    content,
  })
}

function shown({ amountMinor }: Push): string {
  return `KSh${(amountMinor / 100).toFixed(2)}`
}
