import { gigabytes, type Octets } from '#core/octets'

const MBPS = 1_000_000
const MINUTE = 60
const HOUR = 3600
const DAY = 86_400

export interface StarterPackage {
  name: string
  /** Whole units of the tenant's currency. */
  price: number
  validitySeconds: number
  downloadBps: number
  uploadBps: number
  octetsLimit: Octets | null
  isTrial: boolean
}

/** The four examples of the description, and the Trial everybody starts on. */
export const starterPackages: readonly StarterPackage[] = [
  {
    name: 'Trial',
    price: 0,
    validitySeconds: 5 * MINUTE,
    downloadBps: 2 * MBPS,
    uploadBps: 1 * MBPS,
    octetsLimit: null,
    isTrial: true,
  },
  {
    name: '1 Hour Browse',
    price: 10,
    validitySeconds: HOUR,
    downloadBps: 5 * MBPS,
    uploadBps: 5 * MBPS,
    octetsLimit: null,
    isTrial: false,
  },
  {
    name: 'Day Pass',
    price: 30,
    validitySeconds: DAY,
    downloadBps: 10 * MBPS,
    uploadBps: 5 * MBPS,
    octetsLimit: gigabytes(2),
    isTrial: false,
  },
  {
    name: 'Weekly',
    price: 150,
    validitySeconds: 7 * DAY,
    downloadBps: 20 * MBPS,
    uploadBps: 10 * MBPS,
    octetsLimit: gigabytes(10),
    isTrial: false,
  },
  {
    name: 'Monthly Unlimited',
    price: 500,
    validitySeconds: 30 * DAY,
    downloadBps: 20 * MBPS,
    uploadBps: 10 * MBPS,
    octetsLimit: null,
    isTrial: false,
  },
]
