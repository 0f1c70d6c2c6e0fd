import { escapeHtml, page } from './html.js'

const STYLE = `
main{max-width:26rem;margin:0 auto;padding:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem}
.note{margin:0 0 .75rem;font-size:.875rem;color:var(--soft);text-align:center}
dl{display:grid;align-items:baseline;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0 1.25rem;padding:.75rem 0;border:solid var(--line);border-width:1px 0}
dt{color:var(--soft)}
dd{margin:0;text-align:right;overflow-wrap:anywhere}
dd.sum{font-size:1.25rem;font-weight:700}
label{display:block;font-weight:600;margin:1rem 0 .4rem}
fieldset{border:0;margin:0;padding:0}
legend{padding:0;font-weight:600}
fieldset label{display:flex;gap:.6rem;align-items:center;min-height:44px;margin:0;font-weight:400}
fieldset input{width:auto;min-height:0}
.hint{margin:.4rem 0 0;font-size:.875rem;color:var(--soft)}
.wrong{margin:0 0 1rem;padding:.75rem;border-left:4px solid var(--stop);background:#fbeeee;color:#6d1f1f}
.main{width:100%;margin-top:1.25rem}
.other{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:.75rem}
.other button{width:100%}
`

/** What every step of paying shows of the payment. */
export interface PayStep {
  /** `Nagad`, `shurjoPay`, …: whose page it stands in for. */
  gateway: string
  merchant: string
  reference: string
  /** As people read it: `৳50.00`. */
  amount: string
  /** Trusted markup below it. */
  content: string
}

/** A step of paying: plain markup and forms, so that it works in a captive browser. */
export function payPage({ gateway, merchant, reference, amount, content }: PayStep): string {
  return page({
    title: `Pay ${amount}`,
    style: STYLE,
    body: `<main>${note(gateway)}
<div class="card">
<h1>Pay ${escapeHtml(merchant)}</h1>
<dl>
<dt>Order</dt><dd>${escapeHtml(reference)}</dd>
<dt>Amount</dt><dd class="sum">${escapeHtml(amount)}</dd>
</dl>
${content}
</div></main>`,
  })
}

export function unknownPaymentPage(gateway: string): string {
  return page({
    title: 'Payment not found',
    style: STYLE,
    body: `<main>${note(gateway)}<div class="card"><h1>Payment not found</h1>
<p>The address is incomplete or the payment was made at another time. Go back to the shop and start again.</p></div></main>`,
  })
}

/** A form of one step, with the ways out beneath its own button. */
export function payForm(fields: string, action: string, label: string, problem?: string): string {
  const wrong =
    problem === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(problem)}</p>\n`
  return `${wrong}<form method="post">
${fields}
<button class="main" name="action" value="${escapeHtml(action)}">${escapeHtml(label)}</button>
<div class="other">
<button name="action" value="cancel" formnovalidate>Cancel</button>
<button name="action" value="fail" formnovalidate>Fail</button>
</div>
</form>`
}

/** Hands the browser on with a POST; without a script a person presses the button. */
export function handOverForm(url: string, fields: Record<string, string>, label: string): string {
  const inputs = Object.entries(fields)
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`
    )
    .join('\n')
  return `<form method="post" action="${escapeHtml(url)}">
${inputs}
<button class="main">${escapeHtml(label)}</button>
</form>`
}

function note(gateway: string): string {
  return `<p class="note">${escapeHtml(gateway)} stand-in for tests. No money moves.</p>`
}
