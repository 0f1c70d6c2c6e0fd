import type { WalledGardenHost } from './contract.js'

/** Card pages behind Bangladeshi aggregators, as public code lists them (facts §3). */
export const bangladeshiBanks: readonly WalledGardenHost[] = [
  'ecom.dutchbanglabank.com',
  'ecom1.dutchbanglabank.com',
  'securepayments.bracbank.com',
  'ipaysafe.islamibankbd.com',
  'epay.thecitybank.com',
  'mpi.itcbd.com',
  'centinelapi.cardinalcommerce.com',
  'geo.cardinalcommerce.com',
  'writer.cardinalcommerce.com',
  'accosa-ivs.s3.ap-south-1.amazonaws.com',
].map((host) => ({ host, ports: [443] }))
