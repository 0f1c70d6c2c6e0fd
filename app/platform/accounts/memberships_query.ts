import Membership from '#platform/accounts/membership'

/** The ISPs an account works for. */
export function membershipsQuery(accountId: number) {
  return Membership.query().where('account_id', accountId).preload('tenant').orderBy('created_at')
}
