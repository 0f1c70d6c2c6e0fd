import { eventually } from '#tests/support/eventually'
import type { Page } from '#tests/support/page_visitor'
import { world } from '#tests/support/world'

/** The latest code a number received, as its owner reads it on the phone. */
export async function codeSentTo(mobile: string, besides: readonly string[] = []): Promise<string> {
  return eventually(`a code for ${mobile}`, () => {
    const codes = world()
      .sms.control.messages(mobile)
      .map(({ text }) => /\b\d{4}\b/.exec(text)?.[0])
    return codes.find((code) => code !== undefined && !besides.includes(code))
  })
}

/** Pays on bKash's page; returns where it sends the browser back to. */
export async function payAtBkash(
  checkoutUrl: string,
  act: 'pay' | 'cancel' | 'fail' = 'pay',
  wallet?: string
): Promise<string> {
  const paymentId =
    new URL(checkoutUrl).searchParams.get('paymentID') ?? checkoutUrl.split('/').at(-1) ?? ''
  return world().bkash.control.complete(paymentId, act, wallet)
}

/** The package_id that the portal's button for a package sends. @throws when it is not on offer */
export function packageNamed({ body }: Page, name: string): string {
  const button = new RegExp(`value="(\\d+)">[^<]*<span[^>]*>: ${name}<`).exec(body)
  if (!button?.[1]) throw new Error(`${name} is not on offer`)
  return button[1]
}
