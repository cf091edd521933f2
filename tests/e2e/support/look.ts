import type { Browser, BrowserContext, Page } from '@playwright/test'
import pg from 'pg'
import { parseId, showId } from '#lib/shared/ids'
import { newEmail, password, submitEntry } from '#tests/e2e/support/entry'
import { firstRun } from '#tests/e2e/support/first-run'
import { asOwner } from '#tests/e2e/support/owner'
import { ownerUrlOfStack } from '#tests/e2e/support/owner-url'
import type { PageEntry } from '#tests/e2e/support/pages'
import { seedGovernance } from '#tests/e2e/support/seed-governance'
import { seedHistory } from '#tests/e2e/support/seed-history'

export const languages = ['en', 'zh'] as const
export const themes = ['light', 'dark'] as const
/** Desk and phone, in CSS pixels. */
export const widths = [1280, 390] as const
export const heightOf = { 1280: 800, 390: 844 } as const

export interface Look {
  language: (typeof languages)[number]
  theme: (typeof themes)[number]
}
export const looks: readonly Look[] = languages.flatMap((language) => themes.map((theme) => ({ language, theme })))
/** Each language and each theme once: what a page does wrong in a pair that is not here, it does in one of these too. */
export const leastLooks: readonly Look[] = [
  { language: 'en', theme: 'light' },
  { language: 'zh', theme: 'dark' },
]

/** One browser session of the operator, one of somebody without a team, one of nobody, and what the places in a path stand for. */
export interface Onlooker {
  open: (entry: PageEntry) => Promise<Page>
  addressOf: (entry: PageEntry) => string
  close: () => Promise<void>
}

export async function openOnlooker(browser: Browser): Promise<Onlooker> {
  const { base_url: baseURL } = firstRun()
  const options = { baseURL, viewport: { width: 1280, height: heightOf[1280] }, reducedMotion: 'reduce' } as const
  const newContext = () => browser.newContext(options)
  const [visitor, operator, teamless] = [await newContext(), await newContext(), await newContext()]
  await signInOperator(operator)
  await enterTeamless(teamless)
  const places = await preparePlaces()
  return {
    open: ({ as }) => (as === undefined ? operator : { visitor, teamless }[as]).newPage(),
    addressOf: ({ path }) => path.replace(/\{(\w+)\}/g, (_, name: string) => places[name] ?? 'missing'),
    close: async () => {
      await visitor.close()
      await operator.close()
      await teamless.close()
    },
  }
}

/** Makes the next pages of this session speak the language and wear the theme. */
export async function dress(context: BrowserContext, { language, theme }: Look): Promise<void> {
  const { base_url: url } = firstRun()
  await context.addCookies([
    { name: 'locale', value: language, url },
    { name: 'theme', value: theme, url },
    { name: 'tz', value: 'UTC', url },
  ])
}

async function signInOperator(context: BrowserContext): Promise<void> {
  const { operator } = firstRun()
  const page = await context.newPage()
  await page.goto('/sign-in')
  await page.locator('input[name=email]').fill(operator.email)
  await page.locator('input[name=password]').fill(operator.password)
  await page.locator('input[name=password]').press('Enter')
  await page.waitForURL(/\/(admin|team_[0-9a-z]+)$/)
  await page.close()
}

/** Somebody who has left the team they began with. */
async function enterTeamless({ request }: BrowserContext): Promise<void> {
  const email = newEmail()
  await submitEntry(request, '/sign-up', { email, password })
  await asOwner('delete from core.memberships where user_id = (select id from core.users where email = $1)', [email])
}

/** What the placeholders of a path stand for, once there is something to see. */
async function preparePlaces(): Promise<Record<string, string>> {
  const { demo_team: team, models, operator } = firstRun()
  const teamId = parseId('team', team.id) ?? ''
  const client = new pg.Client({ connectionString: await ownerUrlOfStack() })
  await client.connect()
  try {
    await seedHistory(client, teamId)
    const request = await client.query<{ id: string }>('select id from usage.requests where team_id = $1 order by id desc limit 1', [
      teamId,
    ])
    const user = await client.query<{ id: string }>('select id from core.users where email = $1', [operator.email])
    const channel = await client.query<{ id: string }>('select id from core.channels order by id limit 1')
    const shownUser = user.rows[0] ? showId('user', user.rows[0].id) : ''
    // Under the same lock as the history.
    const governed = await seedGovernance(team.id, shownUser)
    return {
      ...governed,
      team: team.id,
      model: models[0] ?? '',
      request: request.rows[0] ? showId('req', request.rows[0].id) : '',
      channel: channel.rows[0] ? showId('chan', channel.rows[0].id) : '',
      user: shownUser,
    }
  } finally {
    await client.end()
  }
}
