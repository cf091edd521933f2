import { z } from 'zod'
import { defaultPageLimit, maxPageLimit, type Page } from '#lib/portal/acting/paging'
import { type IdKind, parseId, showId } from '#lib/shared/ids'
import { formatUsd, parseUsd } from '#lib/shared/money'

/** A shown id of one kind, turned into the UUID behind it. */
export function idIn(kind: IdKind) {
  return z
    .string()
    .describe(`An id such as ${kind}_01h455vb4pex5vsknk084sn02q`)
    .transform((shown, context) => {
      const id = parseId(kind, shown)
      if (id !== null) return id
      context.addIssue({ code: 'custom', message: `must be an id that begins with ${kind}_` })
      return z.NEVER
    })
}

export function idOut(kind: IdKind) {
  return z.string().regex(new RegExp(`^${kind}_[0-9a-hjkmnp-tv-z]{26}$`))
}

export function showIdOrNull(kind: IdKind, id: string | null): string | null {
  return id === null ? null : showId(kind, id)
}

const decimal = 'a decimal text of US dollars with at most nine decimals, such as "12.50"'

function usdIn(pattern: RegExp) {
  return z.string(`must be ${decimal}`).regex(pattern, `must be ${decimal}`).describe(`US dollars: ${decimal}`).transform(parseUsd)
}

/** An amount, negative or not, turned into nanodollars. */
export const signedUsdIn = usdIn(/^-?\d{1,9}(\.\d{1,9})?$/)
/** An amount of zero or more. */
export const amountUsdIn = usdIn(/^\d{1,9}(\.\d{1,9})?$/)

/** Always nine decimals. */
export const usdOut = z.string().regex(/^-?\d+\.\d{9}$/)

export function showUsdOrNull(nanos: bigint | null): string | null {
  return nanos === null ? null : formatUsd(nanos)
}

export const timeOut = z.iso.datetime()

const timeText = z.iso.datetime({ offset: true, error: 'must be an ISO 8601 time with its offset, such as 2026-11-22T18:00:00Z' })

/** A moment. */
export const timeIn = timeText.transform((text) => new Date(text))

/** A moment, or a day, which stands for its first moment in UTC. */
export const timeOrDayIn = z
  .union([timeText, z.iso.date()], 'must be an ISO 8601 time with its offset, or a day such as 2026-11-22')
  .transform((text) => new Date(text))

export function showTimeOrNull(at: Date | null): string | null {
  return at === null ? null : at.toISOString()
}

export const nameIn = z.string().trim().min(1).max(100)
/** Why something was done. */
export const reasonIn = z.string().trim().min(1).max(500)

/** Query parameters of every list. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxPageLimit).default(defaultPageLimit),
  cursor: z.string().max(1_000).optional().describe('next_cursor of the page before'),
}

/** Of a list that was answered whole before it had pages, and still is where no limit is named. */
export const wholeListQuery = { ...pageQuery, limit: pageQuery.limit.unwrap().optional().describe('Every entry unless said') }

export function pageOut<Item extends z.ZodType>(item: Item) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() })
}

export function showPage<Item, Shown>(page: Page<Item>, show: (item: Item) => Shown): { data: Shown[]; next_cursor: string | null } {
  return { data: page.items.map(show), next_cursor: page.nextCursor }
}
