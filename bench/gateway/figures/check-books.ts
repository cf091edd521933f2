import type pg from 'pg'

/** What the ledger knows after a run: every request that was answered has one row, nothing is held, the books agree. */
export async function checkBooks(owner: pg.Client): Promise<{ requests: number; holds: number; problems: number }> {
  const one = async (query: string) => Number((await owner.query<{ count: string }>(query)).rows[0]?.count ?? Number.NaN)
  return {
    requests: await one('select count(*) from usage.requests'),
    holds: await one('select count(*) from ledger.holds'),
    problems: await one('select count(*) from ledger.verify_books()'),
  }
}
