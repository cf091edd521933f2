import { createServerClient } from '@supabase/ssr'
import pg from 'pg'
import { buildPortal, isBuildStale } from '#dev/build'
import { openDataFolder } from '#dev/embedded/data-folder'
import { freePort } from '#dev/embedded/free-port'
import { startStack, type Step } from '#dev/embedded/stack'
import { readyFirstRun } from '#dev/first-run'
import { embeddedEnvironment, servePortal } from '#dev/serve'
import { showId } from '#lib/shared/ids'
import { generateHistory } from '../generate.ts'

export interface Installation {
  baseUrl: string
  owner: pg.Client
  /** Signed in as the operator, who is also a member of the sampled teams. */
  cookie: string
  close: () => Promise<void>
}

export interface Sample {
  /** Its place among all teams by requests, 1 the largest. */
  place: number
  requests: number
  /** As addresses name it. */
  id: string
}

const step: Step = async (name, run) => {
  process.stdout.write(`${name} …\n`)
  return run(() => undefined)
}

/** Starts the embedded stack on a data folder of its own, fills it once, and serves the production build from it. */
export async function openInstallation(size: { teams: number; requests: number; days: number }): Promise<Installation> {
  const folder = await openDataFolder()
  const port = await freePort()
  const baseUrl = `http://localhost:${port}`
  const stack = await startStack({ dataDir: folder.path, publicUrl: baseUrl, step })
  const owner = new pg.Client({ connectionString: stack.adminUrl })
  await owner.connect()
  const firstRun = await readyFirstRun({ stack, dataDir: folder.path, publicUrl: baseUrl, step })
  await fillOnce(owner, size)
  const cancelled = new AbortController().signal
  if (await isBuildStale()) await buildPortal(() => undefined, cancelled)
  const portal = await servePortal(embeddedEnvironment(stack.environment, port, false), port, {
    logFile: `${folder.path}/logs/portal.log`,
    cancelled,
  })
  const { SUPABASE_URL: authUrl = '', SUPABASE_PUBLISHABLE_KEY: authKey = '' } = stack.environment
  const cookie = await signIn(authUrl, authKey, firstRun.operator)
  const close = async () => {
    await portal.stop(10_000)
    await owner.end()
    await stack.stop()
    await folder.close()
  }
  return { baseUrl, owner, cookie, close }
}

async function fillOnce(owner: pg.Client, size: { teams: number; requests: number; days: number }): Promise<void> {
  const { rows } = await owner.query<{ teams: string }>('select count(*) as teams from core.teams')
  if (Number(rows[0]?.teams) >= size.teams) return
  await step(`Writing ${size.requests} requests of ${size.teams} teams`, () => generateHistory(owner, size))
  await step('Gathering statistics', () => owner.query('vacuum (analyze)'))
}

async function signIn(url: string, key: string, { email, password }: { email: string; password: string }): Promise<string> {
  const jar = new Map<string, string>()
  const client = createServerClient(url, key, {
    cookieOptions: { name: 'tollgate-session' },
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (changed) => {
        for (const { name, value } of changed) jar.set(name, value)
      },
    },
  })
  const { error } = await client.auth.signInWithPassword({ email, password })
  if (error) throw error
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** Teams across the sizes there are; the operator becomes a viewer of each, and so reads under row-level security. */
export async function sampleTeams(owner: pg.Client, places: readonly number[]): Promise<Sample[]> {
  const { rows } = await owner.query<{ team_id: string; requests: string; place: string }>(
    `select * from (select team_id, sum(requests) as requests, row_number() over (order by sum(requests) desc) as place
       from usage.team_totals where grain = 'day' group by team_id) t where place = any ($1::bigint[]) order by place`,
    [places],
  )
  await owner.query(
    `insert into core.memberships (team_id, user_id, role) select t.id, u.id, 'owner' from unnest($1::uuid[]) as t(id)
     cross join core.users u where u.operator_role = 'owner' on conflict do nothing`,
    [rows.map((row) => row.team_id)],
  )
  return rows.map((row) => ({ place: Number(row.place), requests: Number(row.requests), id: showId('team', row.team_id) }))
}
