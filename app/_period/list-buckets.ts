import type { Period } from './read-period'
import { addDays } from './zone-days'

const hourMs = 3_600_000

/** The key of every day (`2026-11-22`) or hour (its start, `2026-11-22T08:00:00Z`) of a period, those without use included. */
export function listBuckets({ from, to, firstDay, lastDay }: Period, bucket: 'hour' | 'day'): string[] {
  const keys: string[] = []
  if (bucket === 'day') {
    for (let day = firstDay; day <= lastDay; day = addDays(day, 1)) keys.push(day)
    return keys
  }
  for (let at = from.getTime(); at < to.getTime(); at += hourMs) keys.push(new Date(at).toISOString().replace('.000Z', 'Z'))
  return keys
}
