import { isIP } from 'node:net'
import { type AddressList, compileAddresses, normalizeAddress } from '#lib/shared/address-list'
import { env } from '#lib/shared/env'

let proxies: AddressList | undefined

/** Whether the forwarding headers of a request from this address count. */
export function isTrustedProxy(address: string): boolean {
  proxies ??= compileAddresses(env().trustedProxies)
  return proxies(address)
}

/**
 * The address a request came from: the socket's own, or, where a trusted proxy handed it over, the last one in
 * `X-Forwarded-For` that is no trusted proxy's. Whatever a caller wrote before that counts for nothing. Null when a proxy
 * wrote something that is no address.
 */
export function findCallerAddress(
  socketAddress: string,
  forwardedFor: string | undefined,
  isTrusted: AddressList = isTrustedProxy,
): string | null {
  let address = normalizeAddress(socketAddress)
  const hops = forwardedFor?.split(',') ?? []
  while (address !== null && isTrusted(address)) {
    const hop = hops.pop()?.trim()
    if (!hop) return address
    address = normalizeAddress(withoutPort(hop))
  }
  return address
}

/** Some proxies write `1.2.3.4:5678` and `[2001:db8::1]:5678`. */
function withoutPort(hop: string): string {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/.exec(hop) ?? []
  return bracketed ?? plain ?? hop
}

const loopback = compileAddresses(['127.0.0.0/8', '::1'])

export function isLoopbackAddress(address: string): boolean {
  return loopback(address)
}

/** The address the front wrote into this header; null where none did. */
export function forwardedAddress(forwardedFor: string | null): string | null {
  const first = forwardedFor?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? null : first
}
