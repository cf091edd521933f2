/** Byte-level steps over JSON text; iterative, so depth costs nothing, and linear in the bytes they pass. */
export const quote = 0x22
export const backslash = 0x5c
export const colon = 0x3a
export const comma = 0x2c
export const openBrace = 0x7b
export const closeBrace = 0x7d
export const openBracket = 0x5b
export const closeBracket = 0x5d

/** The first position at or after `at` that is not JSON white space. */
export function skipSpace(bytes: Uint8Array, at: number): number {
  let i = at
  for (; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break
  }
  return i
}

/** A native search costs as much as looking at this many bytes here. */
const shortBytes = 64

/** Just past the closing quote of the string that opens at `start`; -1 when it never closes. */
export function endOfString(bytes: Uint8Array, start: number): number {
  for (let i = start + 1; i < bytes.length; ) {
    for (const near = Math.min(i + shortBytes, bytes.length); i < near; i++) {
      const byte = bytes[i]
      if (byte === quote) return i + 1
      if (byte === backslash) i++
    }
    const at = bytes.indexOf(quote, i)
    if (at < 0) return -1
    // Escaped is what an odd number of backslashes stands before; those before `i` are spoken for.
    let first = at
    while (first > i && bytes[first - 1] === backslash) first--
    if ((at - first) % 2 === 0) return at + 1
    i = at + 1
  }
  return -1
}

/** A colon: names of their own, each read for the first time, cost the parser more than anything else. */
export const memberWeight = 5

/** How much structure a text may still have; parsing costs by containers, members and elements rather than by bytes. */
export interface ShapeBudget {
  /** Brackets that open and commas that may still come, and colons by their weight; negative once there were too many. */
  left: number
  maxDepth: number
}

/**
 * Just past the value that begins at `start`; -1 when it is cut off or exceeds the budget. Checks structure only as far as
 * it needs to find the end.
 */
export function endOfValue(bytes: Uint8Array, start: number, budget?: ShapeBudget): number {
  const first = bytes[start]
  if (first === quote) return endOfString(bytes, start)
  if (first === openBrace || first === openBracket) return endOfContainer(bytes, start, budget)
  let i = start
  for (; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === comma || byte === closeBrace || byte === closeBracket || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)
      break
  }
  return i === start ? -1 : i
}

function endOfContainer(bytes: Uint8Array, start: number, budget = unlimited()): number {
  let depth = 0
  let left = budget.left
  for (let i = start; i < bytes.length && left >= 0; i++) {
    const byte = bytes[i]
    if (byte === quote) {
      const end = endOfString(bytes, i)
      if (end < 0) return -1
      i = end - 1
    } else if (byte === openBrace || byte === openBracket) {
      left--
      if (++depth > budget.maxDepth) left = -1
    } else if (byte === colon) {
      left -= memberWeight
    } else if (byte === comma) {
      left--
    } else if ((byte === closeBrace || byte === closeBracket) && --depth === 0) {
      budget.left = left
      return i + 1
    }
  }
  budget.left = left
  return -1
}

function unlimited(): ShapeBudget {
  return { left: Number.POSITIVE_INFINITY, maxDepth: Number.POSITIVE_INFINITY }
}

/** A view of the same memory with Buffer's methods. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
