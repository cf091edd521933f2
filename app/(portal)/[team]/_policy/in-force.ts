import type { ExplainedMember } from '#lib/shared/policy/explain-policy'
import type { PolicyDocument, PolicyLevelName } from '#lib/shared/policy/policy-document'

type Log = NonNullable<PolicyDocument['log']>

/** Of names or fields that several levels set, the values in force and the level each comes from. */
export function nearestEntries(member: ExplainedMember<'aliases' | 'defaults'> | undefined) {
  return Object.entries(member?.value ?? {}).flatMap(([name, value]) => {
    const source = member?.from.findLast((level) => name in level.value)
    return source ? [{ name, value: String(value), level: source.level }] : []
  })
}

/** What is kept or not, once each: one level that keeps something back does so for all. */
export function keptOfRequests(member: ExplainedMember<'log'> | undefined) {
  const from = member?.from ?? []
  const first = (fits: (log: Log) => boolean) => from.find(({ value }) => fits(value))?.level
  const notAddress = first((log) => log.address === false)
  const said: [word: 'noMetadata' | 'noEndUser' | 'noAddress' | 'keepsAddress', level: PolicyLevelName | undefined][] = [
    ['noMetadata', first((log) => log.metadata === false)],
    ['noEndUser', first((log) => log.end_user === false)],
    ['noAddress', notAddress],
    ['keepsAddress', notAddress === undefined ? first((log) => log.address === true) : undefined],
  ]
  return said.flatMap(([word, level]) => (level === undefined ? [] : [{ word, level }]))
}
