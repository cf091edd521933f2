import {
  asBuffer,
  closeBrace,
  colon,
  comma,
  endOfString,
  endOfValue,
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
    if (budget && --budget.left < 0) return null
    const valueEnd = endOfValue(buffer, valueStart, budget)
    if (valueEnd < 0) return null
    const key = readKey(buffer, keyStart, keyEnd)
    const name = foldKey(key.text)
    if (wanted.has(name)) {
      if (found.members.has(name) || key.escaped || name !== key.text) return { ...found, ambiguous: name }
      found.members.set(name, { keyStart, valueStart, valueEnd })
    }
    at = skipSpace(buffer, valueEnd)
    if (buffer[at] === closeBrace) return found
    if (buffer[at] !== comma) return null
    at = skipSpace(buffer, at + 1)
  }
}

/** Keys longer than this cannot spell a known name, even with every letter escaped. */
const longestKeyBytes = 256

function readKey(buffer: Buffer, start: number, end: number): { text: string; escaped: boolean } {
  if (end - start > longestKeyBytes) return { text: '', escaped: false }
  const inner = buffer.toString('utf8', start + 1, end - 1)
  if (!inner.includes('\\')) return { text: inner, escaped: false }
  try {
    return { text: JSON.parse(`"${inner}"`) as string, escaped: true }
  } catch {
    return { text: inner, escaped: true }
  }
}

/** Upper then lower case: Go's decoder, for one, also takes U+017F for `s` and U+212A for `k`. */
function foldKey(key: string): string {
  return key.toUpperCase().toLowerCase()
}
