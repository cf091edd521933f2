import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { KeysPage } from '../pages/keys-page'
import { OperatorModelsPage } from '../pages/operator-models-page'
import { OperatorTeamsPage } from '../pages/operator-teams-page'
import { PlaygroundPage } from '../pages/playground-page'
import { TeamSettingsPage } from '../pages/team-settings-page'
import { type Messages, say } from './test'

interface Act {
  name: string
  act: (page: Page, words: Messages) => Promise<unknown>
  /** What its refusal holds where it is not a form's. */
  refusal?: string
}

/** Each act of a team's pages, done in a team of one's own and in this order; what it needs is left by those before. */
export const teamActs: readonly Act[] = [
  { name: 'create a key', act: (page, words) => new KeysPage(page, words).startKey({ name: 'own' }) },
  {
    name: 'edit a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.takeSecret()
      await keys.choose('own', 'edit')
      await keys.submit(words.keys.save)
    },
  },
  {
    name: 'rotate a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.dialog.waitFor({ state: 'hidden' })
      await keys.choose('own', 'rotate')
      await keys.submit(words.keys.rotate)
    },
  },
  {
    name: 'disable a key',
    act: async (page, words) => {
      const keys = new KeysPage(page, words)
      await keys.takeSecret()
      await keys.disable('own')
    },
  },
  { name: 'enable a key', act: (page, words) => new KeysPage(page, words).choose('own', 'enable') },
  {
    name: 'disable several keys',
    act: async (page, words) => {
      await page.getByRole('checkbox', { name: say(words.keys.select, { name: 'own' }) }).check()
      await page.getByRole('region', { name: words.keys.selection }).getByRole('button', { name: words.keys.disable }).click()
      await new KeysPage(page, words).confirm('disable')
    },
  },
  { name: 'delete a key', act: (page, words) => new KeysPage(page, words).delete('own') },
  {
    name: 'create a management key',
    act: async (page, words) => {
      await page.getByRole('link', { name: words.managementKeys.title }).click()
      await makeManagementKey(page, words)
    },
  },
  {
    name: 'revoke a management key',
    act: async (page, words) => {
      await new KeysPage(page, words).takeSecret()
      await page.getByRole('button', { name: say(words.managementKeys.revokeNamed, { name: 'own' }) }).click()
      await page.getByRole('alertdialog').getByRole('textbox').fill('own')
      await page.getByRole('alertdialog').getByRole('button', { name: words.managementKeys.revoke }).click()
    },
  },
  {
    name: 'change the team',
    act: async (page, words) => {
      const settings = new TeamSettingsPage(page, words)
      await settings.open()
      await settings.name.fill('own')
      await settings.save()
    },
  },
  {
    name: 'search in the palette',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.type('theirs')
    },
    refusal: '"ok":false',
  },
  {
    name: 'open the playground',
    act: async (page, words) => {
      const [, team = ''] = new URL(page.url()).pathname.split('/')
      const playground = new PlaygroundPage(page, words)
      await playground.open(`/${team}`)
      await playground.ask('Say hello.')
    },
  },
]

export async function makeManagementKey(page: Page, words: Messages): Promise<void> {
  const keys = new KeysPage(page, words)
  await page.getByRole('button', { name: words.managementKeys.create }).click()
  await keys.dialog.getByLabel(words.managementKeys.name, { exact: true }).fill('own')
  await keys.submit(words.managementKeys.create)
}

/** Acts of the operator's pages, on the team that is named. */
export const operatorActs: readonly { name: string; act: (page: Page, words: Messages, team: string) => Promise<unknown> }[] = [
  {
    name: 'grant credit',
    act: async (page, words, team) => {
      const teams = new OperatorTeamsPage(page, words)
      await teams.openBySearch(team)
      await teams.changeCredit('grant', { amount: '5', reference: randomUUID() })
    },
  },
  {
    name: 'disable a team',
    act: async (page, words, team) => {
      const teams = new OperatorTeamsPage(page, words)
      await teams.openBySearch(team)
      await teams.disable(await page.getByRole('heading', { level: 1 }).innerText())
    },
  },
  {
    name: 'enable a team',
    act: (page, words) => page.getByRole('button', { name: words.operator.enable, exact: true }).click(),
  },
  {
    name: 'set a price',
    act: (page, words) => new OperatorModelsPage(page, words).setPrice({ model: 'demo-mini', input: '0.15', output: '0.6' }),
  },
  {
    name: 'run a job',
    act: async (page) => {
      await page.goto('/admin/system')
      await page.getByTestId('job').filter({ hasText: 'forget-replays' }).getByRole('button').click()
    },
  },
  {
    name: 'save the settings',
    act: async (page, words) => {
      await page.goto('/admin/settings')
      await page.getByLabel(words.brand.name, { exact: true }).press('Enter')
    },
  },
]
