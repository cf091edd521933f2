import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Actor } from '#lib/portal/acting/actor'
import { showId } from '#lib/shared/ids'
import { type ActionRow, actionRows } from '#tests/integration/portal/matrix/action-rows'
import { outcomeOfAll } from '#tests/integration/portal/matrix/expected-outcome'
import { readEverything } from '#tests/integration/portal/matrix/read-everything'
import { makeMatrixWorld, makePersonas, type MatrixWorld } from '#tests/integration/portal/matrix/world'
import { setPortalEnvironment } from '#tests/integration/portal/personas'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

/** Whoever is signed in: what Next and the auth server would tell of a request; everything behind it is the real thing. */
const caller = vi.hoisted(() => ({ userId: '' }))
vi.mock('server-only', () => ({}))
vi.mock('next/cache', () => ({ refresh: () => undefined }))
vi.mock('next-intl/server', () => ({
  getLocale: async () => 'en',
  getTranslations: async (namespace?: string) =>
    Object.assign((key: string) => (namespace === undefined ? key : `${namespace}.${key}`), { has: () => true }),
}))
vi.mock('../../../../app/_auth/caller-address', () => ({ callerAddress: async () => null }))
vi.mock('../../../../app/_auth/current-session', () => ({
  liveSession: async () => ({ userId: caller.userId, email: 'x@example.com' }),
  currentSessionId: async () => caller.userId,
}))
vi.mock('../../../../app/_auth/current-account', () => ({
  currentAccount: async () => ({ actor: { kind: 'user', userId: caller.userId } }),
}))

type Action = (before: { status: 'idle' }, form: FormData) => Promise<State>
interface State {
  status: string
  message?: string
  fields?: Record<string, string>
}

const root = fileURLToPath(new URL('../../../../app/', import.meta.url))
const sourceOf = (file: string) => readFileSync(join(root, file), 'utf8')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && sourceOf(file).startsWith("'use server'"))
  .toSorted()

/** Where people act for themselves alone, signed in or not: no action there takes an id of a team's. */
const ownFolders = ['_auth/', '_preferences/', '(portal)/account/']
const outsideTheTable = ['acceptInviteAction', 'createTeamAction']
/** Tried by a test of its own: it takes no form. */
const search = 'searchPalette'

let database: TestDatabase
let owner: pg.Client
let world: MatrixWorld
let people: [string, Actor & { kind: 'user' }][]
const actions = new Map<string, Action>()
beforeAll(async () => {
  setPortalEnvironment()
  database = await createTestDatabase()
  owner = new pg.Client({ connectionString: database.adminUrl })
  await owner.connect()
  world = await makeMatrixWorld()
  people = Object.entries(await makePersonas(world)).flatMap(([name, actor]) => (actor.kind === 'user' ? [[name, actor]] : []))
  for (const file of files) {
    const source = sourceOf(file)
    const named = actionRows.filter(({ action }) => source.includes(`export const ${action} `) || source.includes(`function ${action}(`))
    if (named.length === 0) continue
    const loaded = (await import(/* @vite-ignore */ join(root, file))) as Record<string, Action>
    for (const { action } of named) {
      const found = loaded[action]
      if (found) actions.set(action, found)
    }
  }
})
afterAll(async () => {
  await owner.end()
  await database.drop()
})

/** Every function that a browser can call by its id, those for oneself apart. */
function exportedActions(): string[] {
  const others = files.filter((file) => !ownFolders.some((folder) => file.startsWith(folder)))
  return others.flatMap((file) => [...sourceOf(file).matchAll(/^export (?:const|async function) (\w+)/gm)].map(([, name = '']) => name))
}

test('every server action has its row, so that none is left untried', () => {
  const tried = new Set([...actionRows.map(({ action }) => action), ...outsideTheTable, search])
  expect(exportedActions().length).toBeGreaterThan(50)
  expect(exportedActions().filter((name) => !tried.has(name))).toEqual([])
  expect([...tried].filter((name) => !exportedActions().includes(name))).toEqual([])
  expect([...actions.keys()].toSorted()).toEqual(actionRows.map(({ action }) => action).toSorted())
})

async function outcomeOf(row: ActionRow, actor: Actor & { kind: 'user' }): Promise<string> {
  caller.userId = actor.userId
  const form = new FormData()
  for (const [name, value] of Object.entries(row.form(world))) form.set(name, value)
  const state = await actions.get(row.action)?.({ status: 'idle' }, form)
  if (state?.status !== 'refused') return state?.status ?? 'none'
  // The form for credit says it of its field.
  if (state.fields?.amount_usd === 'invalid.team') return 'not_found'
  return state.message?.startsWith('errors.') ? state.message.slice('errors.'.length) : JSON.stringify(state.fields ?? state.message)
}

test('whoever the table does not name is refused every action, people of other teams as if there were nothing, and nothing has changed', async () => {
  const before = await readEverything(owner)
  const surprises: string[] = []
  for (const row of actionRows) {
    for (const [persona, actor] of people) {
      const expected = outcomeOfAll(persona, row.acts, row.on)
      if (expected === 'done') continue
      const outcome = await outcomeOf(row, actor)
      if (outcome !== expected) surprises.push(`${row.action} by ${persona}: ${outcome}, not ${expected}`)
    }
  }
  expect(surprises).toEqual([])
  expect(await readEverything(owner)).toEqual(before)
}, 120_000)

test('the palette finds nothing in another team, whoever asks', async () => {
  const { searchPalette } = await import('../../../../app/_ui/shell/search-action')
  for (const [persona, actor] of people) {
    caller.userId = actor.userId
    const found = await searchPalette(showId('team', world.teamId), 'k')
    const may = outcomeOfAll(persona, ['key.read'], 'team') === 'done'
    expect([persona, found.ok]).toEqual([persona, may])
  }
})
