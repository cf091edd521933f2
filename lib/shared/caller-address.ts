import { isIP } from 'node:net'

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

export function isLoopbackAddress(address: string): boolean {
  return loopback.has(address)
}

/**
 * The address a request came from, as the front may believe it: the socket's own, or, when a proxy on this very machine
 * handed it over, the last one that proxy wrote. Whatever a caller wrote before it counts for nothing.
 */
export function resolveCallerAddress(socketAddress: string, forwardedFor: string | undefined, behindProxy: boolean): string {
  if (!behindProxy || !isLoopbackAddress(socketAddress)) return socketAddress
  return forwardedFor?.split(',').at(-1)?.trim() || socketAddress
}

/** The address the front wrote into this header; null where none did. */
export function forwardedAddress(forwardedFor: string | null): string | null {
  const first = forwardedFor?.split(',')[0]?.trim() ?? ''
  return isIP(first) === 0 ? null : first
}
