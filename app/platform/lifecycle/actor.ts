/** Who moved a tenant: a person of ours or the ISP's, the billing, or the platform by itself. */
export interface Actor {
  kind: 'person' | 'billing' | 'system'
  /** Of a person; of the system, whose wish it followed. */
  accountId?: number
  name: string
}
