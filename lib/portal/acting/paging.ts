import { TollgateError } from '#lib/shared/errors'

export const defaultPageLimit = 50
export const maxPageLimit = 200

export interface PageInput {
  /** 1 to 200; 50 when left out. */
  limit?: number
  /** `nextCursor` of the page before; opaque. */
  cursor?: string | null
}

export interface Page<T> {
  items: T[]
  /** Null on the last page. */
  nextCursor: string | null
}

export function pageLimit(input: PageInput): number {
  const limit = input.limit ?? defaultPageLimit
  if (!Number.isInteger(limit) || limit < 1 || limit > maxPageLimit) {
    throw new TollgateError('invalid_request', { param: 'limit', message: `limit must be a whole number from 1 to ${maxPageLimit}.` })
  }
  return limit
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The text a cursor stands for: the sort key of the last row of the page before. */
export function readCursor(cursor: string | null | undefined): string | null {
  if (cursor === undefined || cursor === null || cursor === '') return null
  const text = Buffer.from(cursor, 'base64url').toString('utf8')
  if (Buffer.from(text).toString('base64url') !== cursor || text.includes('\0')) throw badCursor()
  return text
}

/** As `readCursor`, for lists that are sorted by id. */
export function readIdCursor(cursor: string | null | undefined): string | null {
  const id = readCursor(cursor)
  if (id !== null && !uuidPattern.test(id)) throw badCursor()
  return id
}

export function badCursor(): TollgateError {
  return new TollgateError('invalid_request', { param: 'cursor', message: 'This cursor is not one that a list answered.' })
}

/** One page out of at most `limit + 1` rows, of which the last only tells that there is more. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  sortKey: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const nextCursor = rows.length > limit && last !== undefined ? Buffer.from(sortKey(last)).toString('base64url') : null
  return { items: shown.map(toItem), nextCursor }
}
