import type { ReportGroup } from '#lib/portal/usage/usage-report'
import type { Period } from '../../../../_period/read-period'

/** `usage-acme-robotics-by-key-2026-11-01-2026-11-22.csv`: as the team is written, and in letters that every system can store. */
export function csvFileName(
  teamName: string,
  groupBy: ReportGroup,
  { firstDay, lastDay }: Pick<Period, 'firstDay' | 'lastDay'>,
): { full: string; ascii: string } {
  const words = (text: string, others: RegExp) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(others, '-')
      .replace(/^-+|-+$/g, '')
  const days = `by-${groupBy}-${firstDay}-${lastDay}.csv`
  const name = (team: string) => ['usage', team, days].filter((part) => part !== '').join('-')
  return { full: name(words(teamName, /[^\p{L}\p{N}]+/gu)), ascii: name(words(teamName, /[^a-z0-9]+/g)) }
}
