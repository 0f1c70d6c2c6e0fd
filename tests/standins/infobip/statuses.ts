export interface Status {
  groupId: number
  groupName: string
  id: number
  name: string
  description: string
}

/** infobip.com, "Message status codes": those a send or a report can answer. */
const STATUSES: Readonly<Record<string, readonly [group: number, id: number, about: string]>> = {
  PENDING_ACCEPTED: [1, 26, 'Message accepted, pending for delivery.'],
  PENDING_WAITING_DELIVERY: [1, 3, 'Message sent, waiting for delivery report'],
  UNDELIVERABLE_NOT_DELIVERED: [2, 9, 'Message sent not delivered'],
  DELIVERED_TO_HANDSET: [3, 5, 'Message delivered to handset'],
  EXPIRED_EXPIRED: [4, 15, 'Message expired'],
  REJECTED_NETWORK: [5, 6, 'Network is forbidden'],
  REJECTED_PREFIX_MISSING: [5, 7, 'Number prefix missing'],
  REJECTED_DND: [5, 8, 'Destination DND'],
  REJECTED_SOURCE: [5, 9, 'Invalid Source address'],
  REJECTED_NOT_ENOUGH_CREDITS: [5, 12, 'Not enough credits'],
  REJECTED_SENDER: [5, 13, 'By Sender'],
  REJECTED_DESTINATION: [5, 14, 'By Destination'],
  REJECTED_ROUTE_NOT_AVAILABLE: [5, 17, 'Route not available'],
  REJECTED_FLOODING_FILTER: [5, 18, 'Rejected flooding'],
  REJECTED_SYSTEM_ERROR: [5, 19, 'System error'],
  REJECTED_DUPLICATE_MESSAGE_ID: [5, 21, 'Rejected duplicate message ID'],
  REJECTED_INVALID_DESTINATION: [5, 52, 'Invalid destination address.'],
}

const GROUPS = ['OK', 'PENDING', 'UNDELIVERABLE', 'DELIVERED', 'EXPIRED', 'REJECTED']

export function statusOf(name: string): Status {
  const [groupId, id, description] = STATUSES[name] ?? [5, 19, 'System error']
  return { groupId, groupName: GROUPS[groupId] ?? 'OK', id, name, description }
}
