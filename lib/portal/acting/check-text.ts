import { TollgateError } from '#lib/shared/errors'

const controlCharacters = /[\p{Cc}\p{Zl}\p{Zp}]/u

/** Names people read: trimmed, 1 to 100 characters, one line. */
export function requireName(text: string, field = 'name'): string {
  return requireText(text, field, 100)
}

/** One line of text of at most `maxLength` characters. */
export function requireText(text: string, field: string, maxLength: number): string {
  const trimmed = text.trim()
  if (trimmed.length < 1 || trimmed.length > maxLength || controlCharacters.test(trimmed)) {
    throw new TollgateError('invalid_request', { param: field, message: `${field} must be one line of 1 to ${maxLength} characters.` })
  }
  return trimmed
}

/** `%`, `_` and `\` of a search text stand for themselves. */
export function containsPattern(search: string): string {
  return `%${search.replace(/[\\%_]/g, (character) => `\\${character}`)}%`
}
