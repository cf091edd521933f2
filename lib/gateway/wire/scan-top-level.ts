import {
  asBuffer,
  backslash,
  closeBrace,
  colon,
  comma,
  endOfString,
  endOfValue,
  memberWeight,
  openBrace,
  quote,
  type ShapeBudget,
  skipSpace,
} from '#lib/gateway/wire/json-bytes'

/** Where one member of a JSON object lies in its bytes; ends are exclusive, the key includes its quotes. */
export interface Member {
  keyStart: number
  valueStart: number
  valueEnd: number
  /** What the value took of the scan's budget; 0 without one. */
  weight: number
}

export interface TopLevel {
  /** First byte after the opening brace. */
  inside: number
  isEmpty: boolean
  /** The wanted members, by name. */
  members: Map<string, Member>
  /** The first wanted name that came twice or in another spelling; the scan stops there. */
  ambiguous: string | null
}

/**
 * The members of a JSON object whose names are in `wanted`, without descending into values and without recursion.
 * Another spelling (case, escapes, look-alike letters that fold to the same name) counts as a second occurrence: parsers
 * differ in which of two they take, so a request could be priced by one and run by the other. Null when it is no whole object
 * or exceeds the budget.
 */
export function scanTopLevel(bytes: Uint8Array, wanted: ReadonlySet<string>, budget?: ShapeBudget): TopLevel | null {
  const buffer = asBuffer(bytes)
  let at = skipSpace(buffer, 0)
  if (buffer[at] !== openBrace) return null
  const found: TopLevel = { inside: at + 1, isEmpty: false, members: new Map(), ambiguous: null }
  at = skipSpace(buffer, at + 1)
  if (buffer[at] === closeBrace) return { ...found, isEmpty: true }
  for (;;) {
    const keyStart = at
    if (buffer[keyStart] !== quote) return null
    const keyEnd = endOfString(buffer, keyStart)
    if (keyEnd < 0) return null
    at = skipSpace(buffer, keyEnd)
    if (buffer[at] !== colon) return null
    const valueStart = skipSpace(buffer, at + 1)
    // Its colon and its comma.
    if (budget && (budget.left -= memberWeight + 1) < 0) return null
    const left = budget?.left ?? 0
    const valueEnd = endOfValue(buffer, valueStart, budget)
    if (valueEnd < 0) return null
    const isPlain = isPlainKey(buffer, keyStart + 1, keyEnd - 1)
    const name = isPlain ? buffer.toString('latin1', keyStart + 1, keyEnd - 1) : foldKey(buffer, keyStart, keyEnd)
    if (wanted.has(name)) {
      if (!isPlain || found.members.has(name)) return { ...found, ambiguous: name }
      found.members.set(name, { keyStart, valueStart, valueEnd, weight: left - (budget?.left ?? 0) })
    }
    at = skipSpace(buffer, valueEnd)
    if (buffer[at] === closeBrace) return found
    if (buffer[at] !== comma) return null
    at = skipSpace(buffer, at + 1)
  }
}

/** Whether a key is spelled as the known names are: ASCII without capitals or escapes. */
function isPlainKey(buffer: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) {
    const byte = buffer[i] as number
    if (byte >= 0x80 || byte === backslash || (byte >= 0x41 && byte <= 0x5a)) return false
  }
  return true
}

/** Keys longer than this cannot spell a known name, even with every letter escaped. */
const longestKeyBytes = 256

/** The name another parser might take an odd key for. Upper then lower case: Go's decoder also takes U+017F for `s` and U+212A for `k`. */
function foldKey(buffer: Buffer, start: number, end: number): string {
  if (end - start > longestKeyBytes) return ''
  const quoted = buffer.toString('utf8', start, end)
  return unescapeKey(quoted).toUpperCase().toLowerCase()
}

function unescapeKey(quoted: string): string {
  try {
    return JSON.parse(quoted) as string
  } catch {
    return quoted.slice(1, -1)
  }
}
