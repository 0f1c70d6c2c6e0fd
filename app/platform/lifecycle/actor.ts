/** Who moved a tenant: a person of ours or the ISP's, the billing, or the platform by itself. */
export interface Actor {
  kind: 'person' | 'billing' | 'system'
  /** Of a person. */
  accountId?: number
  name: string
}
