import { z } from 'zod'
import type { Route } from '#lib/portal/management-api/define-route'
import { routes } from '#lib/portal/management-api/registry'
import { type ErrorCode, errorTable } from '#lib/shared/errors'

interface JsonObject {
  [member: string]: unknown
}

const errorSchema = z
  .object({
    error: z.object({
      code: z.string().describe('Stable; listed in docs/errors.md'),
      message: z.string(),
      request_id: z.string(),
      details: z.record(z.string(), z.unknown()).describe('Field by field where a request is not valid'),
    }),
  })
  .meta({ id: 'Error' })

let document: JsonObject | undefined

/** The OpenAPI 3.1 document of every route, made once from their schemas. */
export function openApiDocument(): JsonObject {
  document ??= makeDocument()
  return document
}

function makeDocument(): JsonObject {
  const components: JsonObject = {}
  const paths: Record<string, JsonObject> = {}
  for (const route of routes) {
    paths[route.path] ??= {}
    Object.assign(paths[route.path] ?? {}, { [route.method.toLowerCase()]: describeRoute(route, components) })
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tollgate management API',
      version: '1',
      description:
        'Money is decimal text of US dollars with nine decimals. Lists are paged by cursor. An Idempotency-Key on a POST makes its repetition answer what the first call answered, for 24 hours. Each key may make 1,200 calls a minute.',
    },
    servers: [{ url: '/api/manage/v1' }],
    security: [{ managementKey: [] }],
    tags: [...new Set(routes.map((route) => route.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        managementKey: { type: 'http', scheme: 'bearer', description: 'A management key, of the operator or of one team' },
      },
      schemas: components,
    },
  }
}

function describeRoute(route: Route, components: JsonObject): JsonObject {
  const answer = route.answer === null ? {} : { content: jsonContent(route.answer, 'output', components) }
  const successes = route.statuses.map((status) => [
    String(status),
    { description: successText(status), headers: requestIdHeader, ...answer },
  ])
  return {
    operationId: route.operationId,
    summary: route.summary,
    description: route.scope === 'operator' ? 'Needs a key of operator scope.' : "A team's own key sees its team only.",
    tags: [route.tag],
    parameters: [
      ...parameters(route.params, 'path', components),
      ...parameters(route.query, 'query', components),
      ...(route.method === 'POST' ? [idempotencyParameter] : []),
    ],
    ...(route.body === null ? {} : { requestBody: { required: true, content: jsonContent(route.body, 'input', components) } }),
    responses: { ...Object.fromEntries(successes), ...errorResponses(route, components) },
  }
}

const requestIdHeader = { 'x-request-id': { description: 'Names this call in the logs', schema: { type: 'string' } } }
const idempotencyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
}

function successText(status: number): string {
  if (status === 204) return 'Done'
  return status === 201 ? 'Made' : 'Answered'
}

function errorResponses(route: Route, components: JsonObject): JsonObject {
  const codes: ErrorCode[] = ['missing_api_key', 'forbidden', 'not_found', 'rate_limited', 'internal_error', 'unavailable']
  if (route.body !== null || !isEmpty(route.query)) codes.push('invalid_request')
  if (route.body !== null) codes.push('request_too_large', 'unsupported_media_type')
  if (route.method === 'POST') codes.push('conflict')
  const content = jsonContent(errorSchema, 'output', components)
  return Object.fromEntries(
    codes.map((code) => [String(errorTable[code].status), { description: errorTable[code].text, headers: requestIdHeader, content }]),
  )
}

function parameters(schema: z.ZodType, place: 'path' | 'query', components: JsonObject): JsonObject[] {
  const { properties, required } = toSchema(schema, 'input', components) as { properties?: JsonObject; required?: string[] }
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (required ?? []).includes(name),
    schema: property,
  }))
}

function isEmpty(schema: z.ZodType): boolean {
  return schema instanceof z.ZodObject && Object.keys(schema.shape).length === 0
}

function jsonContent(schema: z.ZodType, io: 'input' | 'output', components: JsonObject): JsonObject {
  return { 'application/json': { schema: toSchema(schema, io, components) } }
}

/** JSON Schema of a zod schema; the parts that have a name of their own move to the components. */
function toSchema(schema: z.ZodType, io: 'input' | 'output', components: JsonObject): JsonObject {
  const { $schema: _dialect, $defs, ...root } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
  for (const [name, definition] of Object.entries($defs ?? {})) components[name] = pointToComponents(definition)
  return pointToComponents(root) as JsonObject
}

function pointToComponents(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pointToComponents)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, name === '$ref' ? componentRef(member) : pointToComponents(member)]),
  )
}

function componentRef(reference: unknown): string {
  return String(reference).replace('#/$defs/', '#/components/schemas/')
}
