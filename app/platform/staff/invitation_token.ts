import { createHash, randomBytes } from 'node:crypto'
import { appUrl } from '#config/app'

const OCTETS = 32

/** What a link carries: too long to be guessed, and kept by us as a hash alone. */
export function newInvitationToken(): string {
  return randomBytes(OCTETS).toString('base64url')
}

export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

export function invitationUrl(token: string): string {
  return `${appUrl.origin}/invitations/${token}`
}
