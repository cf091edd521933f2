const foreignCharacter = /[^A-Za-z0-9+/=]/g

/** Whether the text from `start` on is really base64: the right characters, padded at its end alone, and not empty. Linear. */
export function isBase64(text: string, start = 0): boolean {
  foreignCharacter.lastIndex = start
  if (foreignCharacter.test(text)) return false
  const padding = text.indexOf('=', start)
  const length = (padding < 0 ? text.length : padding) - start
  const isPadded = padding < 0 || padding === text.length - 1 || (padding === text.length - 2 && text.endsWith('=='))
  return length > 0 && length % 4 !== 1 && isPadded
}

const header = /^data:([a-z0-9.+-]*\/?[a-z0-9.+-]*)(?:;[a-z0-9.+=-]{1,40}){0,4};base64,/i

/** The media type of a `data:` URL whose payload is really base64; null for anything else. */
export function inlineMediaType(url: string): string | null {
  const match = header.exec(url.slice(0, 300))
  return match && isBase64(url, match[0].length) ? (match[1] ?? '').toLowerCase() : null
}
