const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const fieldName = Buffer.from('data')

/** Where the payload of an event lies; `joined` is set when it came on several `data:` lines and had to be put together. */
export interface EventData {
  start: number
  end: number
  joined: Buffer | null
}

/** The payload of an event of `lines` lines, or null when it has none (a comment, a bare `event:` or `id:`). */
export function readEventData(bytes: Buffer, start: number, end: number, lines: number): EventData | null {
  if (lines === 1) {
    const valueStart = startOfValue(bytes, start, end)
    if (valueStart >= 0) return { start: valueStart, end: trimNewlines(bytes, valueStart, end), joined: null }
  }
  let found: EventData | null = null
  let at = start === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : start
  while (at < end) {
    const lineEnd = endOfLine(bytes, at, end)
    const valueStart = startOfValue(bytes, at, lineEnd)
    if (valueStart >= 0) {
      if (found === null) found = { start: valueStart, end: lineEnd, joined: null }
      else
        found.joined = Buffer.concat([found.joined ?? bytes.subarray(found.start, found.end), newline, bytes.subarray(valueStart, lineEnd)])
    }
    at = lineEnd + 1
  }
  return found
}

const newline = Buffer.from('\n')

function trimNewlines(bytes: Buffer, start: number, end: number): number {
  let i = end
  while (i > start && (bytes[i - 1] === lineFeed || bytes[i - 1] === carriageReturn)) i--
  return i
}

function endOfLine(bytes: Buffer, at: number, end: number): number {
  let i = at
  while (i < end && bytes[i] !== lineFeed && bytes[i] !== carriageReturn) i++
  return i
}

/** Position after `data:` and one optional space; -1 for any other field. */
function startOfValue(bytes: Buffer, at: number, lineEnd: number): number {
  const colonAt = at + fieldName.length
  if (lineEnd < colonAt) return -1
  for (let i = 0; i < fieldName.length; i++) if (bytes[at + i] !== fieldName[i]) return -1
  if (colonAt === lineEnd) return lineEnd
  if (bytes[colonAt] !== 0x3a) return -1
  return bytes[colonAt + 1] === space && colonAt + 1 < lineEnd ? colonAt + 2 : colonAt + 1
}
