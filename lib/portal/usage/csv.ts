/** A cell: text that somebody has chosen, a count, an exact amount in US dollars, or nothing. */
export type CsvCell = { text: string } | { count: number } | { usd: string } | null

/** A spreadsheet would take such a text for a formula; full-width signs count as the plain ones do. */
const startsFormula = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/
const needsQuotes = /[",\r\n]/

/** One record of RFC 4180, with its line end. Text that looks like a formula gets an apostrophe in front; figures stay as they are. */
export function toCsvRecord(cells: readonly CsvCell[]): string {
  return `${cells.map(toField).join(',')}\r\n`
}

function toField(cell: CsvCell): string {
  if (cell === null) return ''
  if ('count' in cell) return String(cell.count)
  if ('usd' in cell) return cell.usd
  const text = startsFormula.test(cell.text) ? `'${cell.text}` : cell.text
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
