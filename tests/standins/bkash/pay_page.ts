import { escapeHtml, page } from '../kit/html.js'
import { OTP, PIN } from './pay_secrets.js'
import { agreed, isPayment, type Payment } from './payment.js'
import type { Visit, VisitState } from './visit.js'

const STYLE = `
main{max-width:26rem;margin:0 auto;padding:1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.25rem}
.note{margin:0 0 .75rem;font-size:.875rem;color:var(--soft);text-align:center}
dl{display:grid;align-items:baseline;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:1rem 0 1.25rem;padding:.75rem 0;border:solid var(--line);border-width:1px 0}
dt{color:var(--soft)}
dd{margin:0;text-align:right;overflow-wrap:anywhere}
dd.sum{font-size:1.25rem;font-weight:700}
label{display:block;font-weight:600;margin:1rem 0 .4rem}
.hint{margin:.4rem 0 0;font-size:.875rem;color:var(--soft)}
.wrong{margin:0 0 1rem;padding:.75rem;border-left:4px solid var(--stop);background:#fbeeee;color:#6d1f1f}
.main{width:100%;margin-top:1.25rem}
.other{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin-top:.75rem}
.other button{width:100%}
`

const NOTE = '<p class="note">bKash stand-in for tests. No money moves.</p>'

/** The first step: which wallet pays. */
export function walletPage(visit: Visit, problem?: string): string {
  return step(
    visit,
    `${wrong(problem)}
<form method="post">
<label for="wallet">Your bKash account number</label>
<input id="wallet" name="wallet" inputmode="tel" autocomplete="tel-national" placeholder="01XXXXXXXXX" maxlength="20" autofocus aria-describedby="wallet-hint">
<p class="hint" id="wallet-hint">For tests any mobile number pays. 01823074817 has no money, 01823074818 is blocked.</p>
<button class="main" name="action" value="wallet">Continue</button>
${OTHER_WAYS}
</form>`
  )
}

/** The second step: the code and the PIN, after which the merchant may capture. */
export function pinPage(visit: Visit, problem?: string): string {
  return step(
    visit,
    `${wrong(problem)}
<form method="post">
${agreed(visit) ? `<p>From ${escapeHtml(visit.wallet ?? '')}, as agreed.</p>` : codeField(visit)}
<label for="pin">PIN</label>
<input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="5" aria-describedby="pin-hint">
<p class="hint" id="pin-hint">The PIN of every wallet here is ${PIN}.</p>
<button class="main" name="action" value="pay">${isPayment(visit) ? `Pay ৳${escapeHtml(visit.amount)}` : 'Agree'}</button>
${OTHER_WAYS}
</form>`
  )
}

function codeField(visit: Visit): string {
  return `<label for="otp">Verification code</label>
<input id="otp" name="otp" inputmode="numeric" autocomplete="one-time-code" maxlength="6" autofocus aria-describedby="otp-hint">
<p class="hint" id="otp-hint">The code sent to ${escapeHtml(visit.wallet ?? '')} is ${OTP}.</p>`
}

/** The payment cannot be acted on any more; the way back stays open. */
export function closedPage(visit: Visit, backAddress: string): string {
  return step(
    visit,
    `<p>${CLOSED[visit.state]}</p>
<a class="button" href="${escapeHtml(backAddress)}">Return to ${escapeHtml(visit.merchant.name)}</a>`
  )
}

export function unknownPage(): string {
  return page({
    title: 'Payment not found',
    style: STYLE,
    body: `<main>${NOTE}<div class="card"><h1>Payment not found</h1>
<p>The address is incomplete or the payment was made at another time. Go back to the shop and start again.</p></div></main>`,
  })
}

const CLOSED: Record<VisitState, string> = {
  initiated: 'This payment was not made within 24 hours and has expired.',
  verified: 'You have confirmed this payment. The shop completes it.',
  completed: 'This payment is completed.',
  cancelled: 'You have cancelled this payment. Nothing was charged.',
  failed: 'This payment has failed. Nothing was charged.',
  refused: 'This payment was refused. Nothing was charged.',
}

const OTHER_WAYS = `<div class="other">
<button name="action" value="cancel" formnovalidate>Cancel</button>
<button name="action" value="fail" formnovalidate>Fail</button>
</div>`

function step(visit: Visit, content: string): string {
  const paying = isPayment(visit)
  return page({
    title: paying ? `Pay ৳${visit.amount}` : 'Agree to pay by PIN',
    style: STYLE,
    body: `<main>${NOTE}
<div class="card">
<h1>${paying ? 'Pay' : 'Agree to pay'} ${escapeHtml(visit.merchant.name)}</h1>
<dl>
${paying ? sum(visit) : `<dt>Reference</dt><dd>${escapeHtml(visit.payerReference)}</dd>`}
</dl>
${content}
</div></main>`,
  })
}

function sum(payment: Payment): string {
  return `<dt>Invoice</dt><dd>${escapeHtml(payment.invoice)}</dd>
<dt>Amount</dt><dd class="sum">৳${escapeHtml(payment.amount)}</dd>`
}

function wrong(problem: string | undefined): string {
  return problem === undefined ? '' : `<p class="wrong" role="alert">${escapeHtml(problem)}</p>`
}
