import type { Locator } from '@playwright/test'

/** Nanodollars of an amount on the page; its element carries all nine decimals. */
export async function nanosOf(amount: Locator): Promise<bigint> {
  const value = await amount.first().evaluate((element) => (element as HTMLDataElement).value)
  return nanos(value)
}

export function nanos(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.replace('-', '').split('.')
  const magnitude = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
  return usd.startsWith('-') ? -magnitude : magnitude
}

interface Usage {
  prompt_tokens: number
  completion_tokens: number
}

interface Prices {
  input_per_million_usd: string
  output_per_million_usd: string
}

/** Tokens times price in nanodollars, rounded up once: computed here on its own, so that the page is not its own witness. */
export function chargeOf(usage: Usage, prices: Prices): bigint {
  const perMillion = BigInt(usage.prompt_tokens) * nanos(prices.input_per_million_usd) + BigInt(usage.completion_tokens) * nanos(prices.output_per_million_usd)
  return (perMillion + 999_999n) / 1_000_000n
}
