import type { Page } from '@playwright/test'
import pg from 'pg'
import { parseId } from '#lib/shared/ids'
import { enterAsNewcomer, newEmail } from './entry'
import { ownerUrlOfStack } from './owner-url'

/** Runs one statement as the owner of the stack's database: for what no page does, such as what an operator did long ago. */
export async function asOwner(statement: string, values: readonly unknown[]): Promise<void> {
  await withOwner(async (client) => void (await client.query(statement, [...values])))
}

/** Makes this page that of a new member of a team, by the team's path; for tests that are not about how one joins. Answers the address. */
export async function enterAsMember(page: Page, team: string, role: string): Promise<string> {
  const email = newEmail()
  await enterAsNewcomer(page, email)
  await asOwner(`insert into core.memberships (team_id, user_id, role) select $1, u.id, $2 from core.users u where u.email = $3`, [
    parseId('team', team.slice(1)),
    role,
    email,
  ])
  return email
}

/** For what belongs to everybody: nobody else who asks for the same is at it meanwhile. */
export function alone<Value>(what: string, work: () => Promise<Value>): Promise<Value> {
  return withOwner(async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [what])
    return work()
  })
}

async function withOwner<Value>(work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
