import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEphemeralPostgres, type EmbeddedPostgres } from '#dev/embedded/postgres'
import { prepareDatabase, urlAs, type LoginPasswords } from '#dev/embedded/prepare-database'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestPostgres
  }
}

export interface TestPostgres {
  adminUrl: string
  /** The migrated database that test files clone. */
  template: string
  passwords: LoginPasswords
}

interface Shared {
  server: Promise<{ server: EmbeddedPostgres; provided: TestPostgres }>
  users: number
}

const shared = globalThis as typeof globalThis & { tollgateTestPostgres?: Shared }

/** One server for all projects of a run, with one migrated database that every test file clones. */
export default async function startPostgresForTests(project: TestProject): Promise<() => Promise<void>> {
  const state = (shared.tollgateTestPostgres ??= { server: start(), users: 0 })
  state.users++
  const { server, provided } = await state.server
  project.provide('postgres', provided)
  return async () => {
    state.users--
    if (state.users > 0) return
    delete shared.tollgateTestPostgres
    await server.stop()
  }
}

async function start(): Promise<{ server: EmbeddedPostgres; provided: TestPostgres }> {
  const server = await startEphemeralPostgres()
  const password = () => randomBytes(18).toString('base64url')
  const template = 'tollgate_template'
  const provided = { adminUrl: server.adminUrl, template, passwords: { tollgate_app: password(), tollgate_gateway: password() } }
  try {
    const client = new pg.Client({ connectionString: server.adminUrl })
    await client.connect()
    await client.query(`create database ${template}`)
    await client.end()
    await prepareDatabase(urlAs(server.adminUrl, 'postgres', new URL(server.adminUrl).password, template), provided.passwords)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { server, provided }
}
