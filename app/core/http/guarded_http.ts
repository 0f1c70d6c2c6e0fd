import { isIP } from 'node:net'

import { guardedLookup } from './guarded_lookup.js'
import { OutboundRefused } from './outbound_errors.js'
import type { OutboundGuard } from './outbound_guard.js'
import { outboundHttp, type OutboundHttp, type OutboundOptions } from './outbound_request.js'

/** For addresses that operators enter: https is asked for elsewhere, public addresses here. */
export function guardedHttp(guard: OutboundGuard, options: OutboundOptions): OutboundHttp {
  const permits = (address: string) => guard.permits(address)
  const lookup = guardedLookup(permits, refused, options.lookup)
  const http = outboundHttp({ ...options, lookup })

  return {
    async send(request) {
      const host = URL.parse(request.url)?.hostname.replace(/^\[|\]$/g, '') ?? ''
      if (isIP(host) && !permits(host)) throw refused(host)
      return http.send(request)
    },
  }
}

function refused(host: string): OutboundRefused {
  return new OutboundRefused(`${host} is of a private or reserved network and is not connected to`)
}
