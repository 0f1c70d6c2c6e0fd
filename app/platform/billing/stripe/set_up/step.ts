/** What became of one thing that the account at Stripe needs. */
export interface Step {
  what: string
  /** Stripe's number of it. */
  id: string
  outcome: 'made' | 'found' | 'changed'
}
