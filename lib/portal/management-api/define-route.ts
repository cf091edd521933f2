import type { z } from 'zod'
import type { ManagementKeyActor } from '#lib/portal/acting/actor'
import type { RoleTransaction } from '#lib/shared/database/as-role'
import { TollgateError } from '#lib/shared/errors'
import { describeIssues, plainIssue } from '#lib/shared/plain-issues'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What a handler is given: everything checked, ids already UUIDs, money already nanodollars. */
export interface RouteContext<Params, Query, Body> {
  actor: ManagementKeyActor
  params: Params
  query: Query
  body: Body
  /** Given for POST, whose act and remembered answer are one transaction. */
  transaction: RoleTransaction | undefined
}

export interface RouteAnswer<Body = unknown> {
  status: number
  /** Undefined for 204. */
  body?: Body
  /** What a repeated Idempotency-Key is answered, where that differs: secrets are never stored. */
  remembered?: Body
}

export interface RouteInput {
  params: Record<string, string>
  query: Record<string, string>
  body: unknown
}

interface RouteSpec<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType> {
  method: Method
  /** Below `/api/manage/v1`, with `{name}` for parameters. */
  path: string
  /** `operator`: refused to a team's own key. */
  scope: 'operator' | 'team'
  tag: string
  operationId: string
  summary: string
  params: Params
  query: Query
  /** Null where a body is not read. */
  body: Body | null
  /** Null where the answer has no body. */
  answer: Answer | null
  /** The statuses of success, the usual one first. */
  statuses: readonly number[]
  /** Waits on an upstream, so it acts without an open transaction and its answer is remembered afterwards. */
  slow?: boolean
  handle: (context: RouteContext<z.output<Params>, z.output<Query>, z.output<Body>>) => Promise<RouteAnswer<z.output<Answer>>>
}

/** A route as router and documentation see it. */
export type Route = Omit<RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>, 'handle'> & {
  run: (input: RouteInput, actor: ManagementKeyActor, transaction: RoleTransaction | undefined) => Promise<RouteAnswer>
}

/** Ties a handler to its schemas: what it gets has passed them, what it answers has their type. */
export function defineRoute<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Answer extends z.ZodType>(
  spec: RouteSpec<Params, Query, Body, Answer>,
): Route {
  const { handle, ...described } = spec
  return {
    ...described,
    run: async (input, actor, transaction) => {
      const params = spec.params.safeParse(input.params)
      // An id that cannot be one is as unknown as one that is not there.
      if (!params.success) throw new TollgateError('not_found')
      const query = parse(spec.query, input.query, 'query')
      const body = spec.body === null ? undefined : parse(spec.body, input.body, 'body')
      return handle({ actor, params: params.data, query, body: body as z.output<Body>, transaction })
    },
  }
}

/** @throws TollgateError `invalid_request` whose details name every field at fault */
function parse<Schema extends z.ZodType>(schema: Schema, value: unknown, part: string): z.output<Schema> {
  const parsed = schema.safeParse(value, { error: plainIssue })
  if (parsed.success) return parsed.data
  const issues = describeIssues(parsed.error.issues)
  const [first] = issues
  throw new TollgateError('invalid_request', {
    message: `The ${part} is not valid: ${issues.map((issue) => `${issue.field || part} ${issue.problem}`).join('; ')}`.slice(0, 1_000),
    param: first?.field || undefined,
    details: Object.fromEntries(issues.map((issue) => [issue.field || part, issue.problem])),
  })
}
