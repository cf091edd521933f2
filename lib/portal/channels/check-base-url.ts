import { isIP } from 'node:net'
import { TollgateError } from '#lib/shared/errors'
import { isPrivateAddress } from '#lib/shared/private-address'

const localNames = /(^|\.)(localhost|local|internal|intranet|lan|home\.arpa)\.?$/

/**
 * A channel's base URL without the slash at its end.
 * @param allowPrivate whether addresses of this machine and its network may be named
 * @throws TollgateError `invalid_request`
 */
export function requireBaseUrl(text: string, allowPrivate: boolean): string {
  const url = URL.parse(text.trim())
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.hostname === '' || text.length > 2_000) {
    throw badBaseUrl('base_url must be an http or https address such as https://api.openai.com/v1.')
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    throw badBaseUrl('base_url must have no user name, password, query or fragment; put the credential into credentials.')
  }
  if (!allowPrivate && namesPrivateHost(url.hostname)) {
    throw badBaseUrl('base_url names a private or loopback address, which this installation does not allow.')
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
}

/** Whether a URL's host is this machine or its network. The URL parser has already turned every way to write an IPv4 address into four decimal parts. */
export function namesPrivateHost(hostname: string): boolean {
  const literal = hostname.replace(/^\[|\]$/g, '')
  return isIP(literal) === 0 ? localNames.test(literal) || !literal.includes('.') : isPrivateAddress(literal)
}

function badBaseUrl(message: string): TollgateError {
  return new TollgateError('invalid_request', { param: 'base_url', message })
}
