/** Money is nanodollars (1e-9 USD) in `bigint`, end to end; these are the only conversions from and to text. */
export const nanosPerUsd = 1_000_000_000n

const decimalPattern = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?$/

/**
 * Nanodollars of a decimal USD text such as `12.5` or `0.000000001`.
 * @throws RangeError when the text is not a decimal with at most nine places.
 */
export function parseUsd(text: string): bigint {
  const match = decimalPattern.exec(text)
  if (!match) throw new RangeError('an amount is a decimal number of US dollars with at most nine decimals')
  const [, sign, whole = '0', fraction = ''] = match
  const nanos = BigInt(whole) * nanosPerUsd + BigInt(fraction.padEnd(9, '0'))
  return sign ? -nanos : nanos
}

/** `1.234567890`: always nine decimals, a leading minus when negative. */
export function formatUsd(nanos: bigint): string {
  const absolute = nanos < 0n ? -nanos : nanos
  const fraction = (absolute % nanosPerUsd).toString().padStart(9, '0')
  return `${nanos < 0n ? '-' : ''}${absolute / nanosPerUsd}.${fraction}`
}

/** The exact amount without trailing zeros, as a JSON number is written: `0.0000005`, `25`. */
export function formatUsdNumber(nanos: bigint): string {
  return formatUsd(nanos).replace(/\.?0+$/, '')
}

/** `numerator / denominator`, rounded up (towards positive infinity); `denominator` is positive. */
export function divideCeil(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator
  return numerator % denominator > 0n ? quotient + 1n : quotient
}

const million = 1_000_000n

/** A price after a multiplier in parts per million, rounded up once. */
export function applyPpm(nanos: bigint, ppm: bigint): bigint {
  return divideCeil(nanos * ppm, million)
}
