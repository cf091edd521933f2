import { closeBracket, comma, endOfValue, openBracket, skipSpace } from '#lib/gateway/wire/json-bytes'

/** The bytes of each element of a JSON array that is known to be whole, as views; empty for anything but an array. */
export function scanArray(bytes: Buffer): Buffer[] {
  const elements: Buffer[] = []
  let at = skipSpace(bytes, 0)
  if (bytes[at] !== openBracket) return elements
  at = skipSpace(bytes, at + 1)
  while (at < bytes.length && bytes[at] !== closeBracket) {
    const end = endOfValue(bytes, at)
    if (end < 0) return elements
    elements.push(bytes.subarray(at, end))
    at = skipSpace(bytes, end)
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1)
  }
  return elements
}
