import 'server-only'
import { z } from 'zod'
import { type IdKind, parseId } from '#lib/shared/ids'
import { parseUsd } from '#lib/shared/money'

/** A shown id, such as `team_…`, as the UUID behind it. */
export function idField(kind: IdKind) {
  return z.string().transform((shown, context) => {
    const id = parseId(kind, shown)
    if (id !== null) return id
    context.addIssue({ code: 'custom', message: 'value' })
    return z.NEVER
  })
}

export const nameField = z.string().trim().min(1, 'required').max(100, 'nameLong')

/** An amount a person typed, `12.50`, in nanodollars; a leading `$` and thousands' commas are taken as meant. */
export function usdField(message: 'amount' | 'price') {
  return z.string().transform((text, context) => {
    try {
      return parseUsd(text.trim().replace(/^\$/, '').replace(/,(?=\d{3}(\D|$))/g, ''))
    } catch {
      context.addIssue({ code: 'custom', message })
      return z.NEVER
    }
  })
}

/** As `usdField`; an empty field is null. */
export function optionalUsdField(message: 'amount' | 'price') {
  return z.union([z.literal('').transform(() => null), usdField(message)])
}
