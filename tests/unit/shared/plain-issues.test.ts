import { expect, test } from 'vitest'
import { z } from 'zod'
import { describeIssues, plainIssue } from '#lib/shared/plain-issues'

function problemsOf(schema: z.ZodType, value: unknown): string[] {
  const parsed = schema.safeParse(value, { error: plainIssue })
  return parsed.success ? [] : describeIssues(parsed.error.issues).map(({ field, problem }) => `${field} ${problem}`.trim())
}

const model = z.strictObject({ model: z.string().max(5) })
const schema = z.strictObject({
  limits: z.strictObject({ requests_per_minute: z.int().min(1) }).optional(),
  name: z.string().min(1).max(3).optional(),
  tags: z.array(z.string()).min(1).max(1).optional(),
  mode: z.enum(['hard', 'soft']).optional(),
  share: z.number().gt(0).lt(1).multipleOf(0.25).optional(),
  flag: z.boolean().optional(),
  at: z.iso.datetime().optional(),
  code: z
    .string()
    .regex(/^[a-z]$/)
    .optional(),
  own: z.string().min(2, 'must be longer').optional(),
  exact: z.string().length(2).optional(),
  aliases: z.record(z.string().regex(/^\S+$/, 'must be a name'), z.string()).optional(),
  either: z.union([z.literal('block'), model]).optional(),
  when: z.union([z.iso.datetime(), z.iso.date()], 'must be a time or a day').optional(),
})

test.each([
  [{ limits: { requests_per_minute: 0 } }, 'limits.requests_per_minute must be at least 1'],
  [{ limits: { requests_per_minute: 1.5 } }, 'limits.requests_per_minute must be a whole number'],
  [{ limits: { requests_per_minute: '5' } }, 'limits.requests_per_minute must be a number'],
  [{ limits: {} }, 'limits.requests_per_minute is required'],
  [{ limits: { requests_per_minute: 1, tpm: 2 } }, 'limits.tpm is not supported'],
  [{ limits: [] }, 'limits must be an object'],
  [{ name: '' }, 'name must not be empty'],
  [{ name: 'long' }, 'name must have at most 3 characters'],
  [{ tags: [] }, 'tags must not be empty'],
  [{ tags: ['a', 'b'] }, 'tags must have at most 1 entry'],
  [{ tags: 'a' }, 'tags must be a list'],
  [{ tags: [7] }, 'tags.0 must be a text'],
  [{ mode: 'x' }, 'mode must be one of "hard", "soft"'],
  [{ share: 0 }, 'share must be more than 0'],
  [{ share: 0.3 }, 'share must be a multiple of 0.25'],
  [{ flag: 'yes' }, 'flag must be true or false'],
  [{ at: 'now' }, 'at must be an ISO 8601 time, such as 2026-11-22T18:00:00Z'],
  [{ code: '1' }, 'code must match /^[a-z]$/'],
  [{ own: '' }, 'own must be longer'],
  [{ exact: 'a' }, 'exact must have exactly 2 characters'],
  [{ aliases: { 'a b': 'c' } }, 'aliases.a b must be a name'],
  [{ aliases: { a: 1 } }, 'aliases.a must be a text'],
  [{ either: 5 }, 'either must be "block" or an object'],
  [{ either: { model: 'too long' } }, 'either.model must have at most 5 characters'],
  [{ either: { modal: 'x' } }, 'either.model is required; either.modal is not supported'],
  [{ when: 'x' }, 'when must be a time or a day'],
  [7, 'must be an object'],
  [undefined, 'is required'],
])('%j: %s', (value, said) => {
  expect(problemsOf(schema, value).join('; ')).toBe(said)
})
