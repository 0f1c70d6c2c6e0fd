import type { HttpContext } from '@adonisjs/core/http'
import { notify } from '#dashboard/notify'
import type { Place } from '#dashboard/staff/places_query'

/** `off`: this installation sends no e-mail, so there is nothing to wait for. */
export type OwnerEmail = 'proven' | 'unproven' | 'off'

declare module '@adonisjs/core/http' {
  interface HttpContext {
    /** Has somebody who owns the company shown that they read its mail? */
    ownerEmail: OwnerEmail
  }
}

export function ownerEmailOf({ ownerProven }: Place, mailIsOn: boolean): OwnerEmail {
  if (!mailIsOn) return 'off'
  return ownerProven ? 'proven' : 'unproven'
}

/**
 * A company tries everything at the sandboxes; real money, letters to others and a plan wait until
 * an owner's e-mail is proven. The banner of every page says so and sends the link again.
 */
export function awaitsOwner({ ownerEmail }: HttpContext): boolean {
  return ownerEmail === 'unproven'
}

/** Back to a page without a field to say it at. @param act `account.prove_first.<act>` */
export function sendToProve(ctx: HttpContext, page: string, act: 'plan') {
  notify(ctx, 'error', `account.prove_first.${act}`)
  return ctx.response.redirect().status(303).toPath(page)
}
