export const periods = ['24h', '7d', '30d', 'month', 'custom'] as const
export type PeriodName = (typeof periods)[number]

/** Roll-ups are kept a year and a little; no chart asks for more. */
export const longestDays = 366

export function periodOf(text: string | null | undefined): PeriodName | undefined {
  return periods.find((name) => name === text)
}
