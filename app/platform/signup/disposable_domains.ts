/** Mailboxes for ten minutes. Kept by hand: the ones seen most, not all there are. */
const DISPOSABLE: ReadonlySet<string> = new Set(
  `0-mail.com 10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net
   burnermail.io byom.de deadaddress.com discard.email discardmail.com dispostable.com dropmail.me
   emailfake.com emailondeck.com fakeinbox.com fakemail.net getairmail.com getnada.com grr.la
   guerrillamail.biz guerrillamail.com guerrillamail.de guerrillamail.info guerrillamail.net
   guerrillamail.org guerrillamailblock.com harakirimail.com inboxbear.com inboxkitten.com
   incognitomail.com jetable.org mail-temp.com mail.tm mailcatch.com maildrop.cc maildax.com
   mailexpire.com mailinator.com mailinator.net mailnesia.com mailnull.com mailpoof.com mailsac.com
   mailtemp.info minuteinbox.com mintemail.com moakt.com mohmal.com mytemp.email nada.email
   owlymail.com pokemail.net sharklasers.com smailpro.com spam4.me spambox.us spamgourmet.com
   temp-mail.io temp-mail.org tempail.com tempinbox.com tempmail.com tempmail.dev tempmailo.com
   tempr.email throwawaymail.com tmail.ws tmpmail.net tmpmail.org trash-mail.com trashmail.com
   trashmail.de trbvm.com wegwerfmail.de yopmail.com yopmail.fr yopmail.net`.split(/\s+/)
)

/** Is the address at such a domain, or below one? */
export function isDisposable(email: string): boolean {
  const labels = email.toLowerCase().split('@').at(-1)?.split('.') ?? []
  return labels.some((_, at) => DISPOSABLE.has(labels.slice(at).join('.')))
}
