/** What a page gets as `searchParams`. */
export type Query = Record<string, string | string[] | undefined>

/** Postgres refuses a NUL in any text, so an address with one would be an error of ours. */
const withoutNul = (text: string): string => text.replaceAll('\0', '')

/** The one value of a parameter; the first where it is repeated, undefined where it is empty. */
export function readOne(query: Query, name: string): string | undefined {
  const value = query[name]
  return withoutNul((Array.isArray(value) ? value[0] : value) ?? '') || undefined
}

/** Every value of a parameter that may be repeated, each once. */
export function readMany(query: Query, name: string): string[] {
  const value = query[name]
  const values = Array.isArray(value) ? value : value === undefined ? [] : [value]
  return [...new Set(values.map(withoutNul))].filter((text) => text !== '')
}

/** The columns that the reader has hidden, as `ColumnChooser` writes them. */
export function readHidden(query: Query): ReadonlySet<string> {
  return new Set(readOne(query, 'hide')?.split(','))
}
