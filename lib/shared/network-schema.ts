import { z } from 'zod'

/** An address or a network, IPv4 or IPv6, as `address-list` takes it; this half runs in browsers and on the edge too. */
export const networkSchema = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'must be an address or a network such as 203.0.113.0/24 or 2001:db8::/32',
)
