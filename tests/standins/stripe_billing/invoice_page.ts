import { escapeHtml, page } from '../kit/html.js'
import { html, seeOther, type Reply } from '../kit/reply.js'
import type { StandInRequest } from '../kit/request.js'
import type { Routes } from '../kit/routes.js'
import { Refusal } from '../stripe/refusals.js'
import { CARDS, cardKind, newCard } from './cards.js'
import { cardChoice, shown } from './checkout_page.js'
import type { Invoicing } from './invoicing.js'
import { totalOf } from './invoice_views.js'
import { attached } from './method_routes.js'
import { PAGE_STYLE } from './page_style.js'
import { pdf } from './pdf.js'
import type { Invoice } from './subscription_records.js'
import type { BillingWorld } from './world.js'

/** `hosted_invoice_url` and `invoice_pdf`. */
export function addInvoicePage(routes: Routes, world: BillingWorld, invoicing: Invoicing): void {
  const withInvoice = (work: (invoice: Invoice, request: StandInRequest) => Reply) => {
    return (request: StandInRequest): Reply => {
      const invoice = world.invoices.all().find(({ secret }) => secret === request.params.secret)
      if (invoice) return work(invoice, request)
      return html(frame('Invoice not found', '<h1>Invoice not found</h1>'), 404)
    }
  }
  routes
    .add(
      'GET',
      '/i/:secret',
      withInvoice((invoice) => html(show(invoice)))
    )
    .add(
      'GET',
      '/i/:secret/pdf',
      withInvoice((invoice) => pdf(textOf(invoice)))
    )
    .add(
      'POST',
      '/i/:secret',
      withInvoice((invoice, request) => {
        const kind = cardKind(request.form().get('card')) ?? 'good'
        try {
          const now = world.nowOf(invoice.customer)
          const method = world.methods.put(newCard(kind, invoice.customer.id, now))
          attached(world, method)
          invoicing.pay(invoice, now, method)
        } catch (error) {
          if (error instanceof Refusal) return html(show(invoice, error.message))
          throw error
        }
        return seeOther(`/i/${invoice.secret}`)
      })
    )
}

function show(invoice: Invoice, problem?: string): string {
  const rows = invoice.lines.map(
    ({ description, amount, currency }) =>
      `<dt>${escapeHtml(description)}</dt><dd>${shown(amount, currency)}</dd>`
  )
  const wrong =
    problem === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(problem)}</p>`
  const choices = CARDS.map(({ kind, number, says }) => ({ kind, says: `${number} ${says}` }))
  const form =
    invoice.status === 'open'
      ? `<form method="post">${cardChoice(choices)}
<button class="main" name="action" value="pay">Pay ${shown(invoice.amountDue, invoice.currency)}</button></form>`
      : `<p>This invoice is ${invoice.status}.</p>`
  return frame(
    `Invoice ${invoice.number ?? ''}`,
    `<h1>Invoice ${escapeHtml(invoice.number ?? '')}</h1>
<dl>${rows.join('\n')}
<dt>Due</dt><dd class="sum">${shown(invoice.amountDue, invoice.currency)}</dd></dl>
${wrong}${form}<p><a href="/i/${invoice.secret}/pdf">PDF</a></p>`
  )
}

function frame(title: string, content: string): string {
  return page({
    title,
    style: PAGE_STYLE,
    body: `<main><p class="note">Stripe stand-in for tests. No money moves.</p>
<div class="card">${content}</div></main>`,
  })
}

function textOf(invoice: Invoice): string[] {
  return [
    `Invoice ${invoice.number ?? ''} (stand-in)`,
    `To ${invoice.customer.name ?? invoice.customer.email ?? invoice.customer.id}`,
    ...invoice.lines.map(
      ({ description, amount, currency }) => `${description}  ${shown(amount, currency)}`
    ),
    `Total ${shown(totalOf(invoice), invoice.currency)}, due ${shown(invoice.amountDue, invoice.currency)}`,
  ]
}
