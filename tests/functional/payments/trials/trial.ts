import type { FaultInput } from '#tests/standins/kit/faults'
import { visit, type Page } from '#tests/support/browser'
import { OTHERS_ASK_TOO, type GatewayShop } from '#tests/support/gateway_shop'
import type { Purchase } from '#tests/support/purchase'

/** What reaches our server of a payment, by a browser or from the gateway itself. */
export interface Told {
  url: string
  form?: Record<string, string>
  /** JSON. */
  text?: string
}

/** How a gateway writes the figures of a payment, for answers that say something else. */
export interface Figures {
  amount: (text: string | number) => Record<string, string | number>
  currency?: (code: string) => Record<string, string>
  /** `minor`: whole numbers of the smallest unit. */
  unit: 'major' | 'minor'
}

/** An ISP with an account at a gateway, and the gateway. */
export interface Trial {
  shop: GatewayShop
  gateway: {
    control: {
      force(fault: FaultInput): unknown
      clearFaults(): void
      calls(path: string): number
    }
    stop(): Promise<void>
  }
  /** The package that is bought; some gateways take no small sums. */
  buys: string
  figures: Figures
  /** A customer who stands before the page, or the prompt, on which they pay. */
  begin(): Promise<Purchase>
  /** They pay. @returns what is then told to us */
  pay(purchase: Purchase): Promise<Told> | Told
  /** It comes to nothing there, or the gateway says so. @returns what is then told to us */
  fail(purchase: Purchase): Promise<Told> | Told
  /** Money that went all the same. @returns what is then told to us */
  payLate(purchase: Purchase): Promise<Told> | Told
  /** What anybody may write. */
  claim(purchase: Purchase, what: 'paid' | 'failed'): Promise<Told> | Told
  /** Where it is asked what became of a payment, as ends of paths. */
  asked(purchase: Purchase): Promise<string[]> | string[]
  /** Has other figures told, where they are not in the answers to questions. */
  misquote?(purchase: Purchase, figures: Record<string, string | number>): void
}

export interface Contestant {
  name: string
  open(): Promise<Trial>
}

/** Delivers what is told, as its sender would; follows nothing. */
export function send({ url, form, text }: Told): Promise<Page> {
  const { host, pathname, search } = new URL(url)
  const path = pathname + search
  if (form) return visit(host, path, { method: 'POST', form })
  if (text === undefined) return visit(host, path)
  const headers = { 'content-type': 'application/json' }
  return visit(host, path, { method: 'POST', headers, text })
}

/** Has every question about a payment answered wrongly, whoever asks, and only this way. */
export async function spoil(
  { gateway, asked }: Trial,
  purchase: Purchase,
  fault: Omit<FaultInput, 'path'>
): Promise<void> {
  const paths = await asked(purchase)
  gateway.control.clearFaults()
  for (const path of paths) {
    gateway.control.force({ path, times: OTHERS_ASK_TOO, ...fault })
  }
}

/** Has a payment told of with other figures than it has. Call before it is paid. */
export async function misquote(
  trial: Trial,
  purchase: Purchase,
  figures: Record<string, string | number>
): Promise<void> {
  if (trial.misquote) trial.misquote(purchase, figures)
  else await spoil(trial, purchase, { mode: 'rewrite', value: JSON.stringify(figures) })
}

/** The same with its end missing. */
export function truncated({ url, form, text }: Told): Told {
  if (text !== undefined) return { url, text: text.slice(0, text.length / 2) }
  if (form) return { url, form: Object.fromEntries(Object.entries(form).slice(0, 1)) }
  const { origin, pathname, search } = new URL(url)
  return { url: origin + pathname + search.slice(0, search.length / 2) }
}

/** The same, sent to another ISP's host or about another payment. */
export function redirected(told: Told, change: (url: URL) => void): Told {
  const url = new URL(told.url)
  change(url)
  return { ...told, url: url.href }
}

/** The gateway's id of what the customer is asked for now. */
export async function currentId(purchase: Purchase): Promise<string> {
  const { gatewayReference } = await purchase.intent()
  return gatewayReference?.split(':').at(-1) ?? ''
}
