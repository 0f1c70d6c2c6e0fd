import { escapeHtml, page } from '../kit/html.js'
import type { Provider } from './clients.js'
import type { AuthorizeRequest } from './authorize_request.js'
import type { Person } from './people.js'

const NAMES: Record<Provider, string> = { google: 'Google', github: 'GitHub' }

const STYLE = `
main{max-width:26rem;margin:0 auto;padding:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem;margin-bottom:1rem}
.note{margin:0 0 .75rem;font-size:.875rem;color:var(--soft);text-align:center}
h2{font-size:1rem;margin:0}
form{display:grid;gap:.75rem;margin-top:1rem}
.person{width:100%;text-align:left}
small{display:block;color:var(--soft);overflow-wrap:anywhere}
label{display:grid;gap:.25rem;font-weight:600}
.tick{display:flex;gap:.6rem;align-items:center;min-height:44px;font-weight:400}
.tick input{width:auto;min-height:0}
`

/** Who are you today? Plain forms that post to the very address they were asked for. */
export function consentPage({ client, scopes }: AuthorizeRequest, people: Person[]): string {
  const name = NAMES[client.provider]
  const buttons = people.map(
    (person) =>
      `<button class="person" name="person" value="${person.id}">${escapeHtml(person.name)}<small>${escapeHtml(person.email)}${person.verified ? '' : ' · not verified'}</small></button>`
  )
  return frame(
    name,
    `Sign in with ${name}`,
    `<div class="card"><h1>Sign in with ${name}</h1>
<p>${escapeHtml(client.clientId)} asks for: ${escapeHtml(scopes.join(', ') || 'your public profile')}</p>
<form method="post">
${buttons.join('\n')}
<button name="action" value="deny">Cancel</button>
</form></div>
<div class="card"><h2>Somebody else</h2>
<form method="post">
<label>Name<input name="name" required autocomplete="off"></label>
<label>E-mail<input name="email" type="email" required autocomplete="off"></label>
<label class="tick"><input type="checkbox" name="verified" value="yes" checked>${name} has verified the address</label>
<button class="main" name="action" value="new">Sign in as this person</button>
</form></div>`
  )
}

/** What goes wrong before anybody can be sent back is said here. */
export function authorizeErrorPage(provider: Provider, error: string, message: string): string {
  const name = NAMES[provider]
  return frame(
    name,
    'Access blocked',
    `<div class="card"><h1>Access blocked</h1><p>${escapeHtml(message)}</p><p>Error: ${escapeHtml(error)}</p></div>`
  )
}

function frame(name: string, title: string, content: string): string {
  return page({
    title,
    style: STYLE,
    body: `<main><p class="note">${name} stand-in for tests. Nobody is asked for a password.</p>
${content}</main>`,
  })
}
