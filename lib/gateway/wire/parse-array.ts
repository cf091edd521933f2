import type { Steps } from '#lib/gateway/take-turns'
import { scanArray } from '#lib/gateway/wire/scan-array'

const elementsAtOnce = 1_000

/**
 * `JSON.parse` of a JSON array, some elements at a time.
 * @throws SyntaxError wherever that would.
 */
export function* parseArray(bytes: Buffer): Steps<unknown[]> {
  const elements = scanArray(bytes)
  const parsed: unknown[] = []
  let from = 0
  for (let next = elementsAtOnce; ; next += elementsAtOnce) {
    yield
    const last = next < elements.length ? elements[next - 1] : undefined
    const end = last ? last.byteOffset - bytes.byteOffset + last.length : bytes.length
    const text = bytes.toString('utf8', from, end)
    // Between two pieces there is a comma, which a first element before it makes whole.
    const piece = JSON.parse(`${from === 0 ? '' : '[0'}${text}${last ? ']' : ''}`) as unknown[]
    parsed.push(...(from === 0 ? piece : piece.slice(1)))
    if (!last) return parsed
    from = end
  }
}
