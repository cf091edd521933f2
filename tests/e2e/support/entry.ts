import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { APIRequestContext, Page } from '@playwright/test'

export const password = 'correct horse battery'

/** An address that nobody has signed up with. */
export const newEmail = () => `${randomUUID()}@example.com`

/**
 * Signs up or in as the page's own form does where scripts are off, without drawing a page: for tests that are about something
 * else. The cookies of `request` hold the session then.
 * @returns the path that this leads to
 */
export async function submitEntry(
  request: APIRequestContext,
  form: '/sign-up' | '/sign-in',
  person: { email: string; password: string },
): Promise<string> {
  const fields: Record<string, string> = { ...person }
  const html = await (await request.get(form)).text()
  for (const [, name = '', value = ''] of html.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?/g)) {
    fields[name] = value.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
  }
  const answer = await request.post(form, { multipart: fields })
  const { pathname } = new URL(answer.url())
  if (pathname === form) throw new Error(`${form} answered ${answer.status()} and led nowhere`)
  return pathname
}

/** Makes this page that of a newcomer with a team of their own, which no page shows yet; answers the team's path. */
export function enterAsNewcomer(page: Page, email = newEmail()): Promise<string> {
  return submitEntry(page.request, '/sign-up', { email, password })
}

interface SavedState {
  cookies: Parameters<ReturnType<Page['context']>['addCookies']>[0]
}

/**
 * Makes this page the operator's, with the session that the set-up has begun: it is everybody's, so a test that ends it signs in
 * for itself. Signing in over and over would be refused.
 */
export async function enterAsOperator(page: Page): Promise<void> {
  const { cookies } = JSON.parse(readFileSync(process.env.E2E_OPERATOR_STATE ?? '', 'utf8')) as SavedState
  await page.context().addCookies(cookies.filter(({ name }) => name?.startsWith('tollgate-session')))
}
