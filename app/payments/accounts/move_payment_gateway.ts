import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'

/** Changes the order in which customers are offered the ways to pay. */
export class MovePaymentGateway {
  /**
   * One place up or down; the first and the last stay. Call in the tenant's scope.
   *
   * @returns whether anything moved
   */
  async execute(provider: string, direction: 'up' | 'down'): Promise<boolean> {
    const accounts = await PaymentGatewayAccount.query()
      .orderBy('position')
      .orderBy('id')
      .forUpdate()
    const from = accounts.findIndex((account) => account.provider === provider)
    const to = from + (direction === 'up' ? -1 : 1)
    const [moved, passed] = [accounts[from], accounts[to]]
    if (!moved || !passed) return false

    accounts[to] = moved
    accounts[from] = passed
    for (const [position, account] of accounts.entries()) await account.merge({ position }).save()
    return true
  }
}
