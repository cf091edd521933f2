import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { matchRoute } from '#lib/gateway/endpoints/match-route'
import { waitingClients, workingClients } from '../../../app/_snippets/clients'
import { quoteShell, quoteSingle } from '../../../app/_snippets/quote'

const place = { baseUrl: 'https://tollgate.example/api/v1', model: 'demo-chat' }

test.each(workingClients)('$name is offered because the gateway answers what it calls', ({ path }) => {
  expect(matchRoute(`/api${path}`)?.route.methods).toContain('POST')
})

test.each(waitingClients)('$name waits exactly as long as the gateway does not answer what it calls', ({ path }) => {
  expect(matchRoute(`/api${path}`)).toBeNull()
})

test.each(workingClients)('$name names base URL and model, and a secret only when given one', ({ write }) => {
  const code = write(place)
  for (const part of [place.baseUrl, place.model, 'OPENAI_API_KEY']) expect(code).toContain(part)
  const filled = write({ ...place, apiKey: 'tg-secret' })
  expect(filled).toContain('tg-secret')
  expect(filled).not.toContain('OPENAI_API_KEY')
})

test.each(workingClients)('$name carries messages and parameters', ({ write }) => {
  const code = write({
    ...place,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Why?' },
    ],
    parameters: { temperature: 0.2, max_tokens: 64 },
  })
  for (const part of ['Be brief.', 'Why?', '0.2', '64']) expect(code).toContain(part)
  expect(write({ ...place, parameters: { max_completion_tokens: 65 } })).toMatch(/(max_completion_tokens|maxOutputTokens)\W+65/)
})

test('quotes in a text do not end the literal', () => {
  const text = `it's "so" \\ and\nthen`
  expect(runInNewContext(quoteSingle(text))).toBe(text)
  expect(quoteShell("it's")).toBe(`'it'\\''s'`)
})
