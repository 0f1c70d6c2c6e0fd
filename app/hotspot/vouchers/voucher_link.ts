import { CODE_LENGTH, typedCode } from '#hotspot/vouchers/voucher_code'

/** What follows the tenant's origin in a printed link: short, so that its QR code is coarse. */
const PATH = /^\/v\/([^/]{1,40})$/

/** The address in a voucher's QR code. @param origin of the tenant's own host */
export function voucherLink(origin: string, printed: string): string {
  return `${origin}/v/${typedCode(printed)}`
}

/** A code as it stands in a link, where it has the length of one. Whether it is any good is not asked. */
export function linkedCode(text: string): string | null {
  const code = typedCode(text)
  return code.length === CODE_LENGTH ? code : null
}

/**
 * The code of the printed link that a phone was on its way to when the router stopped it; null
 * when it was on its way elsewhere. A router that stops it on the way to another router's login
 * page has that page's own `dst` in between.
 */
export function codeOnTheWay(origin: string, link: string | null): string | null {
  const url = link === null ? null : URL.parse(link)
  if (!url) return null
  if (url.origin !== origin) {
    const through = url.pathname === '/login' ? url.searchParams.get('dst') : null
    return codeOnTheWay(origin, through)
  }
  const [, text] = PATH.exec(url.pathname) ?? []
  return text === undefined ? null : linkedCode(text)
}
