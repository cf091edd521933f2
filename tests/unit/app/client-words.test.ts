import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import en from '../../../messages/en/index'

/** A component's file: what it imports, the namespaces it speaks, and those that it gives to client components below it. */
interface Source {
  isClient: boolean
  imports: readonly string[]
  spoken: readonly string[]
  given: readonly string[]
}

const sources = new Map<string, Source>()
const everywhere = quoted(/const everywhere = \[([^\]]*)\]/, 'app/_ui/client-messages.tsx')

function quoted(list: RegExp, file: string): string[] {
  const found = list.exec(readFileSync(file, 'utf8'))?.[1] ?? ''
  return [...found.matchAll(/'(\w+)'/g)].map(([, name = '']) => name)
}

function findFile(from: string, specifier: string): string | null {
  const [, ui] = /^#ui\/(.+)$/.exec(specifier) ?? []
  const base = ui ? `app/_ui/${ui}` : specifier.startsWith('.') ? join(dirname(from), specifier) : null
  return base === null ? null : (['.tsx', '.ts'].map((end) => base + end).find((file) => existsSync(file)) ?? null)
}

function readSource(file: string): Source {
  const known = sources.get(file)
  if (known) return known
  const text = readFileSync(file, 'utf8')
  const specifiers = [...text.matchAll(/^(?:import|export) (?!type )(?:[^'"]*? from )?'([^']+)'|import\('([^']+)'\)/gm)]
  const bare = /useTranslations\(\)/.test(text) ? [...text.matchAll(/['`](\w+)\.[\w$.{}]+['`]/g)] : []
  const named = [...text.matchAll(/useTranslations\('(\w+)[.\w]*'\)/g)]
  const gives = /(?:layoutWithWords\(|<ClientMessages of=\{)(?:(?:\[?)([^)\]}]*)|(\w+)\})/.exec(text)
  const source = {
    isClient: text.startsWith("'use client'"),
    imports: text.startsWith("'use server'") ? [] : specifiers.flatMap(([, plain, lazy]) => findFile(file, plain ?? lazy ?? '') ?? []),
    spoken: [...bare, ...named].map(([, name = '']) => name).filter((name) => name in en),
    given:
      gives === null || file.endsWith('client-messages.tsx')
        ? []
        : gives[1]?.includes("'")
          ? [...gives[1].matchAll(/'(\w+)'/g)].map(([, name = '']) => name)
          : quoted(/const words = \[([^\]]*)\]/, file),
  }
  sources.set(file, source)
  return source
}

/** Client components that speak what nothing above them gives. */
function findSpeechless(file: string, given: readonly string[], below: boolean, seen: Set<string>): string[] {
  if (seen.has(file + below)) return []
  seen.add(file + below)
  const source = readSource(file)
  const isClient = below || source.isClient
  const has = [...given, ...source.given]
  const missing = isClient ? source.spoken.filter((name) => !everywhere.includes(name) && !has.includes(name)) : []
  return [
    ...missing.map((name) => `${name} in ${file}`),
    ...source.imports.flatMap((imported) => findSpeechless(imported, has, isClient, seen)),
  ]
}

/** What the layouts above a page give. */
function givenAbove(page: string): readonly string[] {
  const given: string[] = []
  let folder = 'app'
  for (const part of [...dirname(page).split('/').slice(1), '']) {
    const layout = `${folder}/layout.tsx`
    if (existsSync(layout)) given.push(...readSource(layout).given)
    folder = join(folder, part)
  }
  return given
}

test.each(globSync('app/**/page.tsx').sort())('client components of %s have their words', (page) => {
  expect(findSpeechless(page, givenAbove(page), false, new Set())).toEqual([])
})
