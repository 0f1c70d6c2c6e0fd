import Customer from '#hotspot/customers/customer'

export interface CustomerNote {
  name: string | null
  notes: string | null
}

/** Keeps what the operator's people call a customer and want to remember. In the tenant's scope. */
export async function noteCustomer(id: number, { name, notes }: CustomerNote): Promise<Customer> {
  const customer = await Customer.query().where('id', id).forUpdate().firstOrFail()
  return customer.merge({ name, notes }).save()
}
