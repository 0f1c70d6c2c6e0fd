import PaymentGatewayAccount from '#payments/accounts/payment_gateway_account'
import { moveAccount, type Direction } from '#tenancy/move_account'

/** Changes the order in which customers are offered the ways to pay. */
export class MovePaymentGateway {
  /** Call in the tenant's scope. @returns whether anything moved */
  async execute(provider: string, direction: Direction): Promise<boolean> {
    const accounts = await PaymentGatewayAccount.query()
      .orderBy('position')
      .orderBy('id')
      .forUpdate()
    return moveAccount(accounts, provider, direction)
  }
}
