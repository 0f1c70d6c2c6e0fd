/**
 * Hours without a RADIUS packet after which a router or an ISP stands out: routers report usage
 * every minute while anybody is online, and somebody is, by day.
 */
export const SILENT_HOURS = 3
