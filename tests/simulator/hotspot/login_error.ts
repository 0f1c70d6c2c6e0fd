/** Why a login failed, in the words of the hotspot's errors.txt. */
export class LoginError extends Error {
  constructor(
    message: string,
    /** Reply-Message of an Access-Reject, which the login page shows instead. */
    readonly reply?: string
  ) {
    super(message)
    this.name = 'LoginError'
  }

  /** What `$(error)` shows. */
  get shown(): string {
    return this.reply ?? this.message
  }
}

export const wrongCredentials = (reply?: string) =>
  new LoginError('invalid username or password', reply)
export const radiusSilent = () => new LoginError('RADIUS server is not responding')
export const inProgress = () => new LoginError('already authorizing, retry later')
export const notYourMac = (user: string) =>
  new LoginError(`invalid username (${user}): this MAC address is not yours`)
export const tooManySessions = (user: string) =>
  new LoginError(`no more sessions are allowed for user ${user}`)
export const chapMissing = () =>
  new LoginError('web browser did not send challenge response (try again, enable JavaScript)')
