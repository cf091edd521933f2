const pattern = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/

/** US dollars have nine places below them here; one more digit decides how the last is rounded. */
const places = 9

/**
 * Nanodollars of a catalogue's number of US dollars. The number is read by its decimal text, the shortest that
 * means it, so 0.1 is a tenth; half a nanodollar rounds up.
 * @throws RangeError when it is negative or not a number
 */
export function parseCatalogueRate(usd: number): bigint {
  const match = pattern.exec(String(usd))
  if (!match) throw new RangeError('a catalogue price is a number that is not negative')
  const [, whole = '0', fraction = '', exponent = '0'] = match
  const digits = BigInt(whole + fraction)
  const shift = places - fraction.length + Number(exponent)
  if (shift >= 0) return digits * 10n ** BigInt(shift)
  const divisor = 10n ** BigInt(-shift)
  return (digits * 2n + divisor) / (divisor * 2n)
}
