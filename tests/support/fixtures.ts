import { parseMacAddress, type MacAddress } from '#core/mac_address'
import { trustMobileNumber, type MobileNumber } from '#core/mobile_number'
import { gigabytes } from '#core/octets'
import Customer from '#hotspot/customers/customer'
import type Package from '#hotspot/packages/package'

/** The n-th mobile number of Bangladesh's test people, and the MAC of that person's phone. */
export function mobile(n: number): MobileNumber {
  return trustMobileNumber(`+88017${String(n).padStart(8, '0')}`)
}

export function mac(n: number): MacAddress {
  const tail = n.toString(16).toUpperCase().padStart(8, '0').match(/../g) ?? []
  const parsed = parseMacAddress(['02', 'AA', ...tail].join(':'))
  if (!parsed) throw new RangeError(`There is no ${n}-th test phone`)
  return parsed
}

/** A package as an operator would enter one. */
export function aPackage(overrides: Partial<Package> = {}): Partial<Package> {
  return {
    customerType: 'hotspot',
    name: 'Day Pass',
    priceMinor: 3000,
    currency: 'BDT',
    validitySeconds: 86_400,
    downloadBps: 10_000_000,
    uploadBps: 5_000_000,
    octetsLimit: gigabytes(2),
    isTrial: false,
    active: true,
    position: 0,
    ...overrides,
  }
}

/** A customer with one phone. In a tenant's scope, like everything of a tenant's. */
export async function createCustomer(n: number, name: string): Promise<Customer> {
  const customer = await Customer.create({ mobile: mobile(n), name, status: 'active' })
  await customer.related('devices').create({ mac: mac(n), lastIp: '10.5.50.2' })
  return customer
}
