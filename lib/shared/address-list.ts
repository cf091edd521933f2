import { BlockList, isIP, isIPv4 } from 'node:net'

export interface Cidr {
  address: string
  prefix: number
  family: 'ipv4' | 'ipv6'
}

/** Answers whether an address is on the list; one that is no address never is. */
export type AddressList = (address: string) => boolean

const shape = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/

/**
 * A network such as `203.0.113.0/24` or `2001:db8::/32`, or a single address; null for what is neither. IPv4 written as
 * IPv6 (`::ffff:192.0.2.1`) is IPv4.
 */
export function parseCidr(text: string): Cidr | null {
  const [, address = '', given] = shape.exec(text) ?? []
  const version = isIP(address)
  if (version === 0) return null
  const widest = version === 4 ? 32 : 128
  const prefix = given === undefined ? widest : Number(given)
  if (prefix > widest) return null
  if (version === 4) return { address, prefix, family: 'ipv4' }
  const plain = normalizeAddress(address)
  if (plain === null || !isIPv4(plain) || prefix < mappedBits) return { address, prefix, family: 'ipv6' }
  return { address: plain, prefix: prefix - mappedBits, family: 'ipv4' }
}

const mappedBits = 96
const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', mappedBits, 'ipv6')
const usualMapped = '::ffff:'

/** One spelling for what may come in several: IPv4 mapped into IPv6 is IPv4, a zone (`%eth0`) is dropped. Null: no address. */
export function normalizeAddress(text: string): string | null {
  const zone = text.indexOf('%')
  const address = zone < 0 ? text : text.slice(0, zone)
  const version = isIP(address)
  if (version !== 6) return version === 4 && zone < 0 ? address : null
  if (!mapped.check(address, 'ipv6')) return address
  const dotted = address.slice(usualMapped.length)
  if (address.startsWith(usualMapped) && isIPv4(dotted)) return dotted
  // A URL spells the last 32 bits as two groups of hexadecimal digits, however they came.
  const [high = 0, low = 0] = new URL(`http://[${address}]`).hostname
    .slice(0, -1)
    .split(':')
    .slice(-2)
    .map((group) => Number.parseInt(group, 16))
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`
}

/** What one list remembers: a key is used from few addresses, and each asks again and again. */
const mostAnswers = 64
/** An IPv6 address with eight groups, the last two as IPv4; zones come after it, in any length. */
const longestAddress = 45

/** A list of networks. IPv4 and IPv6 are kept apart: `::/0` is every IPv6 address and no IPv4 one. */
export function compileAddresses(cidrs: readonly string[]): AddressList {
  const lists: { ipv4?: BlockList; ipv6?: BlockList } = {}
  for (const text of cidrs) {
    const cidr = parseCidr(text)
    if (!cidr) continue
    const list = (lists[cidr.family] ??= new BlockList())
    list.addSubnet(cidr.address, cidr.prefix, cidr.family)
  }
  const answers = new Map<string, boolean>()
  return (text) => {
    const known = answers.get(text)
    if (known !== undefined) return known
    const address = normalizeAddress(text)
    if (address === null) return false
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    const isListed = lists[family]?.check(address, family) ?? false
    if (answers.size >= mostAnswers) answers.clear()
    if (text.length <= longestAddress) answers.set(text, isListed)
    return isListed
  }
}
