import type { Locator } from '@playwright/test'

/** Nanodollars of an amount on the page; its element carries all nine decimals. */
export async function nanosOf(amount: Locator): Promise<bigint> {
  const usd = await amount.first().evaluate((element) => (element as HTMLDataElement).value)
  const [whole = '0', fraction = ''] = usd.replace('-', '').split('.')
  const magnitude = BigInt(whole) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'))
  return usd.startsWith('-') ? -magnitude : magnitude
}

interface Usage {
  prompt_tokens: number
  completion_tokens: number
}

/** As the models list shows it: dollars per token. */
export interface Pricing {
  prompt: string
  completion: string
}

const femtosPerNano = 1_000_000n

/** Tokens times price in nanodollars, rounded up once: computed here on its own, so that the page is not its own witness. */
export function chargeOf(usage: Usage, pricing: Pricing): bigint {
  const femtos = BigInt(usage.prompt_tokens) * femtosOf(pricing.prompt) + BigInt(usage.completion_tokens) * femtosOf(pricing.completion)
  return (femtos + femtosPerNano - 1n) / femtosPerNano
}

/** A dollar amount with up to fifteen decimals, in units of 1e-15. */
function femtosOf(usd: string): bigint {
  const [whole = '0', fraction = ''] = usd.split('.')
  return BigInt(whole + fraction.padEnd(15, '0'))
}
