import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorTable } from '#lib/shared/errors'

test('docs/errors.md lists every code with its status, owner and whether to repeat, and no other', () => {
  const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8')
  const listed = [...page.matchAll(/^\| `(\w+)` \| (\d+) \| (\w+) \| (yes|no) \|/gm)].map(([, code, status, owner, retry]) => [
    code,
    Number(status),
    owner,
    retry === 'yes',
  ])
  const table = Object.entries(errorTable).map(([code, row]) => [code, row.status, row.owner, row.retryable])
  expect(listed.sort()).toEqual(table.sort())
})
