import { COMMON_PASSWORDS } from '#platform/signup/common_passwords'

export type PasswordFault = 'common' | 'is_email'

const SHORTEST_NAME = 4

/**
 * What is wrong with a new password besides its length: it is among those everybody tries first,
 * one sign over and over, or the e-mail address, its name or its domain in disguise. Null when
 * nothing is (NIST SP 800-63B §5.1.1.2 asks for such a list, and for no rules about signs).
 */
export function passwordFault(password: string, email: string): PasswordFault | null {
  const plain = password.toLowerCase()
  if (isTheEmail(plain, email.toLowerCase())) return 'is_email'
  return isCommon(plain) ? 'common' : null
}

function isTheEmail(password: string, email: string): boolean {
  const [name = '', domain = ''] = email.split('@')
  const parts = [email, name, domain, domain.split('.')[0] ?? '']
  return parts.some(
    (part) => part.length >= SHORTEST_NAME && withoutTail(password) === withoutTail(part)
  )
}

function isCommon(password: string): boolean {
  const bare = withoutTail(password)
  return (
    /^(.{1,3})\1+$/.test(password) || COMMON_PASSWORDS.has(password) || COMMON_PASSWORDS.has(bare)
  )
}

/** "password2026!" is "password" to whoever guesses. */
function withoutTail(password: string): string {
  return password.replace(/[\d!@#$%&*._-]+$/, '')
}
