import { normalizeUsage } from '#lib/gateway/metering/normalize-usage'
import type { TokenUsage } from '#lib/shared/pricing/token-usage'
import { closeBrace, comma, openBrace, skipSpace } from '#lib/gateway/wire/json-bytes'
import { type Member, scanTopLevel } from '#lib/gateway/wire/scan-top-level'

/** The members of a chat chunk or answer that metering looks at. */
export const meteredMembers: ReadonlySet<string> = new Set(['usage', 'choices', 'error', 'x_groq'])

/** The usage a chunk or answer carries, from its own member or Groq's; parses that member only. */
export function readUsage(payload: Buffer, members: ReadonlyMap<string, Member>): TokenUsage | null {
  const own = parseMember(payload, members.get('usage'))
  if (own !== null) return normalizeUsage(own)
  const groq = parseMember(payload, members.get('x_groq'))
  return typeof groq === 'object' && groq !== null && 'usage' in groq ? normalizeUsage(groq.usage) : null
}

/** The parsed value of a member; null when it is absent, null or malformed. */
export function parseMember(payload: Buffer, member: Member | undefined): unknown {
  if (!member) return null
  try {
    return JSON.parse(payload.toString('utf8', member.valueStart, member.valueEnd)) as unknown
  } catch {
    return null
  }
}

/** A replacement of `bytes[start..end)` by `text`. */
export interface Cut {
  start: number
  end: number
  text: string
}

/** Takes a member out of its object together with one of the commas beside it. */
export function cutMember(payload: Buffer, member: Member): Cut {
  let start = member.keyStart - 1
  while (start > 0 && isSpace(payload[start])) start--
  if (payload[start] === comma) return { start, end: member.valueEnd, text: '' }
  const after = skipSpace(payload, member.valueEnd)
  return { start: member.keyStart, end: payload[after] === comma ? after + 1 : member.valueEnd, text: '' }
}

const costName: ReadonlySet<string> = new Set(['cost'])

/** Writes our price into a usage object as `cost`, in place of one the upstream may have put there. */
export function setCost(payload: Buffer, usage: Member, costUsd: string): Cut | null {
  if (payload[usage.valueStart] !== openBrace) return null
  const value = payload.subarray(usage.valueStart, usage.valueEnd)
  const inner = scanTopLevel(value, costName)
  if (!inner || inner.ambiguous !== null) return null
  const own = inner.members.get('cost')
  if (own) return { start: usage.valueStart + own.valueStart, end: usage.valueStart + own.valueEnd, text: costUsd }
  const last = usage.valueEnd - 1
  if (payload[last] !== closeBrace) return null
  return { start: last, end: last, text: `${inner.isEmpty ? '' : ','}"cost":${costUsd}` }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
