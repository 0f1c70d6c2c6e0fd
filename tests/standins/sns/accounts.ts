import { Purse } from '../sms/purse.js'

/** One IAM user of AWS that may publish. */
export interface SnsAccountOptions {
  /** `AKIA…` */
  accessKeyId: string
  secretAccessKey: string
  /** US dollars that are left of the account's monthly spend limit. */
  balance?: number
  pricePerSegment?: number
  /** US dollars a month. */
  monthlySpendLimit?: number
  /** Numbers that answered STOP, in E.164. */
  optedOut?: string[]
  /** Regions that have text messaging. */
  regions?: string[]
  /** False for a user without `sns:Publish`. */
  mayPublish?: boolean
}

export class SnsAccount {
  readonly id: string
  readonly secret: string
  /** What is left of the spend limit. */
  readonly purse: Purse
  readonly monthlySpendLimit: number
  readonly regions: readonly string[] | undefined
  optedOut: readonly string[]
  mayPublish: boolean

  constructor(options: SnsAccountOptions) {
    this.id = options.accessKeyId
    this.secret = options.secretAccessKey
    this.monthlySpendLimit = options.monthlySpendLimit ?? 100
    const left = options.balance ?? this.monthlySpendLimit
    this.purse = new Purse(left, options.pricePerSegment ?? 0.0589, 'USD')
    this.regions = options.regions
    this.optedOut = options.optedOut ?? []
    this.mayPublish = options.mayPublish ?? true
  }
}
