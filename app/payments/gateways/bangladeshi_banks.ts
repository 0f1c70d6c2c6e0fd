import { byName, overTls, type WalledGardenHost } from './walled_garden.js'

/**
 * Card pages that Bangladeshi aggregators send to, as public code lists them (facts §3). 3-D
 * Secure goes to the issuer's own page on any name, so no list is complete: the payment window
 * is for the rest.
 */
export const bangladeshiBanks: readonly WalledGardenHost[] = [
  ...overTls(
    'ecom.dutchbanglabank.com',
    'ecom1.dutchbanglabank.com',
    'securepayments.bracbank.com',
    'ipaysafe.islamibankbd.com',
    'epay.thecitybank.com',
    'mpi.itcbd.com',
    'centinelapi.cardinalcommerce.com',
    'geo.cardinalcommerce.com',
    'writer.cardinalcommerce.com'
  ),
  ...byName('accosa-ivs.s3.ap-south-1.amazonaws.com'),
]
