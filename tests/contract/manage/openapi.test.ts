import { expect, test } from 'vitest'
import { z } from 'zod'
import { handleManagementRequest } from '#lib/portal/management-api/handle-request'
import { routes } from '#lib/portal/management-api/registry'

const schema = z.record(z.string(), z.unknown())
const content = z.object({ 'application/json': z.object({ schema }) })
const parameter = z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), required: z.boolean(), schema })
const operation = z.strictObject({
  operationId: z.string().regex(/^[a-z][A-Za-z]+$/),
  summary: z.string().min(5),
  description: z.string(),
  tags: z.array(z.string()).length(1),
  parameters: z.array(parameter),
  requestBody: z.strictObject({ required: z.literal(true), content }).optional(),
  responses: z.record(z.string().regex(/^[2-5]\d\d$/), z.object({ description: z.string().min(1), content: content.optional() })),
})
const documentShape = z.strictObject({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.array(z.object({ url: z.string() })),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string().startsWith('/'), z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), operation)),
  components: z.object({ securitySchemes: z.record(z.string(), z.unknown()), schemas: z.record(z.string().regex(/^[A-Za-z]+$/), schema) }),
})

async function readDocument() {
  const answer = await handleManagementRequest(new Request('http://localhost/api/manage/v1/openapi.json'))
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
  return answer.json()
}

/** Every `$ref` of the document, wherever it stands. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' ? [String(member)] : references(member)))
}

test('the document has the form of OpenAPI 3.1 and describes every route, without a key', async () => {
  const document = documentShape.parse(await readDocument())
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(described.toSorted()).toEqual(routes.map((route) => `${route.method} ${route.path}`).toSorted())
  const operationIds = routes.map((route) => route.operationId)
  expect(new Set(operationIds).size).toBe(operationIds.length)
})

test('every reference leads somewhere, and every component is used', async () => {
  const document = await readDocument()
  const { components } = documentShape.parse(document)
  const targets = new Set(references(document))
  expect([...targets].filter((target) => !target.startsWith('#/components/schemas/'))).toEqual([])
  const named = [...targets].map((target) => target.slice('#/components/schemas/'.length))
  expect(named.toSorted()).toEqual(Object.keys(components.schemas).toSorted())
})

test('every parameter of a path is declared, and every POST takes an Idempotency-Key', async () => {
  const { paths } = documentShape.parse(await readDocument())
  for (const [path, methods] of Object.entries(paths)) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
    for (const [method, described] of Object.entries(methods)) {
      const declared = (described?.parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name)
      expect(declared, `${method} ${path}`).toEqual(inPath)
      expect((described?.parameters ?? []).some((one) => one.name === 'Idempotency-Key')).toBe(method === 'post')
    }
  }
})

test('no JSON Schema dialect but that of OpenAPI 3.1 is left in it', async () => {
  expect(JSON.stringify(await readDocument())).not.toMatch(/\$defs|"\$schema"|"nullable"/)
})
