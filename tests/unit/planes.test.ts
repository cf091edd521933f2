import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** Every import of a folder's files, as written, with the file it stands in. */
function importsOf(folder: string): { file: string; target: string }[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) => {
      const source = readFileSync(join(root, folder, file), 'utf8')
      return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target = '']) => ({ file: `${folder}/${file}`, target }))
    })
}

const rules: [folder: string, mayNotImport: RegExp][] = [
  ['lib/gateway', /^#lib\/portal\//],
  ['lib/portal', /^#lib\/gateway\//],
  ['lib/ledger', /^#lib\/(gateway|portal)\//],
  ['lib/shared', /^#lib\/(gateway|portal|ledger)\//],
  ['lib', /^(#dev|#ui|#tests)\/|(^|\/)(app|dev|tests|scripts)\/|^(next|react|react-dom)(\/|$)/],
  ['app', /^(#dev|#tests|#lib\/ledger)\//],
]

it.each(rules)('%s imports nothing that matches %s', (folder, forbidden) => {
  expect(importsOf(folder).filter(({ target }) => forbidden.test(target))).toEqual([])
})

it('reaches across folders through aliases only', () => {
  const escapes = ['lib/gateway', 'lib/portal', 'lib/ledger', 'lib/shared']
    .flatMap(importsOf)
    .filter(({ target }) => target.startsWith('../..'))
  expect(escapes).toEqual([])
})

it('finds imports at all', () => {
  expect(importsOf('lib').length).toBeGreaterThan(100)
})
