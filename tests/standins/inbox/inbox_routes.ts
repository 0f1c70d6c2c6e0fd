import { html, json, seeOther } from '../kit/reply.js'
import type { Routes } from '../kit/routes.js'
import { authenticatorPage } from './authenticator_page.js'
import type { Inbox } from './inbox.js'
import { inboxPage } from './inbox_page.js'
import { mailPage } from './mail_page.js'

/**
 * `GET /inbox` for people, `GET /inbox.json` for tests; both take `?number=`. Beside it what else a
 * person has at hand: a mailbox (`/mail`, `/mail.json`) and an authenticator app (`/authenticator`).
 */
export function addInboxRoutes(routes: Routes, inbox: Inbox): void {
  routes
    .add('GET', '/', () => seeOther('/inbox'))
    .add('GET', '/inbox', ({ query }) => {
      const number = (query.get('number') ?? '').replace(/^ /, '+').trim()
      const paused = query.get('pause') === '1'
      return html(
        inboxPage({ messages: inbox.messages(number), numbers: inbox.numbers(), number, paused })
      )
    })
    .add('GET', '/mail', () => html(mailPage(inbox.mails)))
    .add('GET', '/mail.json', () => json({ mails: inbox.mails }))
    .add('GET', '/authenticator', ({ query }) =>
      html(authenticatorPage(query.get('secret') ?? '', Date.now()))
    )
    .add('GET', '/inbox.json', ({ query }) =>
      json({ messages: inbox.messages(query.get('number') ?? undefined) })
    )
}
