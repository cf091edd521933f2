import { z } from 'zod'
import { type IdKind, parseId } from '#lib/shared/ids'
import { formatUsd, parseUsd } from '#lib/shared/money'

/** A shown id, such as `team_…`, as the UUID behind it. */
export function idField(kind: IdKind, message: 'value' | 'team' = 'value') {
  return z.string().transform((shown, context) => {
    const id = parseId(kind, shown)
    if (id !== null) return id
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

/** Why an operator did something, for the audit log. */
export const reasonField = z.string().trim().min(1, 'required').max(500)

export const nameField = z.string().trim().min(1, 'required').max(100, 'nameLong')

/** An amount a person typed, `12.50`, in nanodollars; a leading `$` and thousands' commas are taken as meant. */
export function usdField(message: 'amount' | 'price') {
  return z.string().transform((text, context) => {
    const nanos = readUsd(text)
    if (nanos !== null) return nanos
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

function readUsd(text: string): bigint | null {
  try {
    return parseUsd(
      text
        .trim()
        .replace(/^\$/, '')
        .replace(/,(?=\d{3}(\D|$))/g, ''),
    )
  } catch {
    return null
  }
}

/** An amount as `usdField` reads it back: `0.15`. */
export function showUsd(nanos: bigint | null): string {
  return nanos === null ? '' : formatUsd(nanos).replace(/\.?0+$/, '')
}

/** As `usdField`; an empty field is null. Not a union of the two, which would answer a refusal of its own instead of `message`. */
export function optionalUsdField(message: 'amount' | 'price') {
  return z.string().transform((text, context) => {
    if (text.trim() === '') return null
    const nanos = readUsd(text)
    if (nanos === null) context.addIssue({ code: 'custom', message })
    return nanos
  })
}

const percentPattern = /^([+-]?)(\d{1,5})(?:\.(\d{1,4}))?$/

/** A surcharge in percent, `12.5`, as a multiplier in parts per million: 1,125,000. */
export const percentField = z.string().transform((text, context) => {
  const match = percentPattern.exec(text.trim().replace(/%$/, '').trim())
  const [, sign, whole = '0', fraction = ''] = match ?? []
  const magnitude = BigInt(whole + fraction.padEnd(4, '0'))
  const ppm = 1_000_000n + (sign === '-' ? -magnitude : magnitude)
  if (match && ppm >= 0n) return ppm
  context.addIssue({ code: 'custom', message: 'percent' })
  return z.NEVER
})

/** The inverse of `percentField`, for the form to begin with: `12.5`. */
export function showPercent(ppm: bigint): string {
  const difference = ppm - 1_000_000n
  const magnitude = difference < 0n ? -difference : difference
  const fraction = (magnitude % 10_000n).toString().padStart(4, '0').replace(/0+$/, '')
  return `${difference < 0n ? '-' : ''}${magnitude / 10_000n}${fraction === '' ? '' : `.${fraction}`}`
}

/** A text of several lines as its lines, trimmed, without the empty ones. */
export const linesField = z.string().transform((text) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== ''),
)

/** `on` as a ticked box sends it; a box that is not ticked sends nothing. */
export const tickField = z
  .literal('on')
  .optional()
  .transform((ticked) => ticked === 'on')

export const integerField = z
  .string()
  .trim()
  .regex(/^[+-]?\d{1,9}$/, 'number')
  .transform(Number)
