/** Why somebody is sent to a provider: to sign in, to link it, or to show once more who they are. */
export type OauthErrand =
  | { kind: 'sign_in' }
  | { kind: 'link'; accountId: number }
  /** `back` is a page of one's own account. */
  | { kind: 'prove'; accountId: number; back: string }
