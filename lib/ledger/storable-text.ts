/** A caller's text as Postgres can store it: no zero character, no half of a surrogate pair. Either would fail the whole call. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}
