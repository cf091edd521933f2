import type pg from 'pg'
import { generateHistory } from '#bench/portal/generate'

const enough = 500

/** Gives a team a month of use, once: lists, charts and figures are looked at as they are in earnest. */
export async function seedHistory(client: pg.Client, teamId: string): Promise<void> {
  // Two workers may want the same team's: the second waits, and finds it there. The lock ends with the caller's connection.
  await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [teamId])
  const { rows } = await client.query<{ requests: string }>('select count(*) as requests from usage.requests where team_id = $1', [teamId])
  if (Number(rows[0]?.requests ?? 0) >= enough) return
  // The same seed would write the same ids for another team.
  await generateHistory(client, { teamId, requests: 2_000, days: 30, seed: Number.parseInt(teamId.slice(-7), 16) })
}
