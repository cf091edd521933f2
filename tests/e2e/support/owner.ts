import pg from 'pg'
import { ownerUrlOfStack } from './owner-url'

/** Runs one statement as the owner of the stack's database: for what no page does, such as what an operator did long ago. */
export async function asOwner(statement: string, values: readonly unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await client.connect()
  try {
    await client.query(statement, [...values])
  } finally {
    await client.end()
  }
}
