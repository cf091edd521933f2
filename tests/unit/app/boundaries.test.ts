import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'

// React sends the fallback of a boundary that lies in another one in parts where it is large or suspends itself. A part
// that arrives after the content has taken the fallback's place is an error in the reader's console.

test('boundaries stand in client components, which draw the whole fallback at once', () => {
  const boundaries = globSync('app/**/*.tsx').filter((file) => readFileSync(file, 'utf8').includes('<Suspense'))
  expect(boundaries.length).toBeGreaterThan(3)
  expect(boundaries.filter((file) => !readFileSync(file, 'utf8').startsWith("'use client'"))).toEqual([])
})

test('no page waits behind the shape of another page', () => {
  const folders = globSync('app/**/loading.tsx').map((file) => dirname(file))
  expect(folders.length).toBeGreaterThan(20)
  const nested = folders.filter((folder) => folders.some((above) => folder.startsWith(`${above}/`)))
  expect(nested).toEqual([])
})
