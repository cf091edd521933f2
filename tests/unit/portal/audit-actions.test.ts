import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { auditActions } from '#lib/portal/audit/audit-actions'
import en from '../../../messages/en/audit.json' with { type: 'json' }

const sources = ['lib', 'scripts'].flatMap((folder) => {
  const root = new URL(`../../../${folder}/`, import.meta.url)
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(new URL(path, root), 'utf8'))
})

test('every act that is audited has a sentence, so that the audit page can say it', () => {
  const written = sources.flatMap((text) =>
    [...text.matchAll(/\baction: [^\n]*/g)].flatMap(([line]) => [...line.matchAll(/'([a-z_]+\.[a-z_]+)'/g)].map(([, name]) => name ?? '')),
  )
  expect(written.length).toBeGreaterThan(15)
  expect([...new Set(written)].filter((name) => !auditActions.some((action) => action === name))).toEqual([])
  expect(auditActions.filter((action) => !(action.replace('.', '_') in en.acts))).toEqual([])
})
