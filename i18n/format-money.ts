/** A quarter em between the groups of decimals: apart to the eye, still one number. */
export const groupSpace = '\u2005'
const nanosPerUsd = 1_000_000_000n
const nanosPerCent = 10_000_000n

export interface MoneyText {
  negative: boolean
  /** With the dollar sign, without a sign: `$1,234.56`. */
  text: string
}

/**
 * A balance, to the cent and rounded down, so that it never shows more than there is.
 * An amount under a cent is shown exactly instead: a non-zero balance never reads as zero.
 */
export function formatBalance(nanos: bigint): MoneyText {
  const magnitude = absolute(nanos)
  if (magnitude !== 0n && magnitude < nanosPerCent) return formatCharge(nanos)
  const cents = nanos < 0n ? (magnitude + nanosPerCent - 1n) / nanosPerCent : magnitude / nanosPerCent
  return { negative: nanos < 0n, text: `$${groupThousands(cents / 100n)}.${(cents % 100n).toString().padStart(2, '0')}` }
}

/** A charge or a price, exact: `$0.000 041 2`, at least two decimals, trailing zeros dropped. */
export function formatCharge(nanos: bigint): MoneyText {
  const magnitude = absolute(nanos)
  const decimals = decimalsOf(magnitude)
  return { negative: nanos < 0n, text: `$${groupThousands(magnitude / nanosPerUsd)}.${groupDecimals(decimals)}` }
}

function groupDecimals(decimals: string): string {
  return decimals.replace(/(\d{3})(?=\d)/g, `$1${groupSpace}`)
}

const femtosPerUsd = 1_000_000_000_000_000n

/** An amount in millionths of a nanodollar, exact to its last decimal, without the dollar sign: `0.000 001 65`. */
export function formatFemtos(femtos: bigint): string {
  const magnitude = absolute(femtos)
  const decimals = (magnitude % femtosPerUsd).toString().padStart(15, '0').replace(/0+$/, '').padEnd(2, '0')
  return `${groupThousands(magnitude / femtosPerUsd)}.${groupDecimals(decimals)}`
}

/** How many decimals `formatCharge` shows; a column pads to the largest so that points stand under each other. */
export function chargeDecimals(nanos: bigint): number {
  return decimalsOf(absolute(nanos)).length
}

function decimalsOf(magnitude: bigint): string {
  return (magnitude % nanosPerUsd).toString().padStart(9, '0').replace(/0+$/, '').padEnd(2, '0')
}

function groupThousands(whole: bigint): string {
  return whole.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}

function absolute(nanos: bigint): bigint {
  return nanos < 0n ? -nanos : nanos
}
