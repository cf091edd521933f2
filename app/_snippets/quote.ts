/** A text as a literal that JavaScript and Python read alike. */
export function quoteDouble(text: string): string {
  return JSON.stringify(text).replace(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`)
}

/** A text between single quotes of JavaScript, as our own examples are written. */
export function quoteSingle(text: string): string {
  const inner = quoteDouble(text).slice(1, -1)
  return `'${inner.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
}

/** A text between single quotes of a shell. */
export function quoteShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
