import type { z } from 'zod'

type Raw = z.core.$ZodRawIssue
type Issue = z.core.$ZodIssue

/** Stands for what its parts say: `describeIssues` puts them together. */
const byItsParts = ''

const kinds: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
  date: 'a moment',
}

const formats: Record<string, string> = {
  email: 'a mail address',
  url: 'a full address, such as https://example.com',
  uuid: 'a UUID',
  datetime: 'an ISO 8601 time, such as 2026-11-22T18:00:00Z',
  date: 'a day, such as 2026-11-22',
}

const bounds: Record<string, readonly [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
}

/** What is wrong with a value, to be read after the name of its field; for `safeParse`. What a schema says itself goes before. */
export function plainIssue(issue: Raw): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'too_small':
      return describeBound(issue.origin, issue.minimum, issue.exact ? 'exactly' : issue.inclusive === false ? 'more than' : 'at least')
    case 'too_big':
      return describeBound(issue.origin, issue.maximum, issue.exact ? 'exactly' : issue.inclusive === false ? 'less than' : 'at most')
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_format':
      return issue.pattern !== undefined && issue.format === 'regex'
        ? `must match ${issue.pattern}`
        : `must be ${formats[issue.format] ?? `of the form ${issue.format}`}`
    case 'invalid_value':
      if (issue.input === undefined) return 'is required'
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`
    case 'unrecognized_keys':
      return 'is not supported'
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : byItsParts
    case 'invalid_key':
    case 'invalid_element':
      return byItsParts
    default:
      return undefined
  }
}

function describeBound(origin: string, bound: number | bigint, relation: string): string {
  const unit = bounds[origin]
  if (unit === undefined) return `must be ${relation} ${bound}`
  if (relation === 'at least' && Number(bound) === 1) return 'must not be empty'
  return `must have ${relation} ${bound} ${unit[Number(bound) === 1 ? 0 : 1]}`
}

export interface Problem {
  /** Dotted, such as `limits.requests_per_minute`; empty for the value as a whole. */
  field: string
  problem: string
}

/** Every issue of a parse with `plainIssue` at the field it belongs to. An unknown member is an issue of its parent; here it names itself. */
export function describeIssues(issues: readonly Issue[], above: readonly PropertyKey[] = []): Problem[] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path]
    const field = path.map(String).join('.')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: [...path, key].join('.'), problem: issue.message }))
    if (issue.message !== byItsParts) return [{ field, problem: issue.message }]
    if (issue.code === 'invalid_union') return describeUnion(issue.errors, path)
    const parts = issue.code === 'invalid_key' || issue.code === 'invalid_element' ? issue.issues : []
    return [{ field, problem: parts[0]?.message || 'cannot be used' }]
  })
}

/** The issues of the one kind of value that was meant; else which kinds there are. */
function describeUnion(branches: readonly (readonly Issue[])[], path: readonly PropertyKey[]): Problem[] {
  const isOther = (issue: Issue) => issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')
  const meant = branches.find((issues) => issues.length > 0 && !issues.some(isOther))
  if (meant) return describeIssues(meant, path)
  const choices = branches.flatMap((issues) => issues.slice(0, 1).map(({ message }) => message.replace(/^must be /, '')))
  return [{ field: path.map(String).join('.'), problem: `must be ${[...new Set(choices)].join(' or ')}` }]
}
