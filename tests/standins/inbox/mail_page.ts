import { escapeHtml, page } from '../kit/html.js'
import type { ReceivedMail } from '../smtp/start.js'

const REFRESH_SECONDS = 4
const SHOWN = 50

const STYLE = `
main{max-width:46rem;margin:0 auto;padding:1rem}
.soft{color:var(--soft);font-size:.875rem}
ol{list-style:none;margin:1rem 0 0;padding:0;display:grid;gap:.75rem}
li{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:.9rem 1rem;overflow-wrap:anywhere}
h2{font-size:1rem;margin:.25rem 0 0}
.text{margin:.5rem 0 0;white-space:pre-wrap}
`

/** Every e-mail that was sent, newest first, with its links to press; reloads itself without a script. */
export function mailPage(mails: readonly ReceivedMail[]): string {
  const items = mails.slice(-SHOWN).reverse().map(item)
  const list = items.length > 0 ? `<ol>${items.join('')}</ol>` : '<p>No e-mail yet.</p>'
  return page({
    title: 'Mail inbox',
    style: STYLE,
    head: `<meta http-equiv="refresh" content="${REFRESH_SECONDS}">\n`,
    body: `<main><h1>Mail inbox</h1>${list}</main>`,
  })
}

function item({ to, from, subject, text }: ReceivedMail): string {
  const people = escapeHtml(`To ${to.join(', ')}, from ${from}`)
  return `<li><p class="soft">${people}</p><h2>${escapeHtml(subject)}</h2><p class="text">${linked(text)}</p></li>`
}

function linked(text: string): string {
  return escapeHtml(text).replace(/https?:\/\/[^\s<]+/g, (url) => `<a href="${url}">${url}</a>`)
}
