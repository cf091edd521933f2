import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

/** `/[team]/team`: name, time zone and members. */
export class TeamSettingsPage {
  readonly members: Locator
  readonly name: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.members = page.getByTestId('member')
    this.name = page.getByLabel(words.team.name, { exact: true })
  }

  /** Opens the settings of the team whose page this is. */
  async open(team = new URL(this.page.url()).pathname.split('/', 2).join('/')): Promise<void> {
    await this.page.goto(`${team}/team`)
    await this.page.getByRole('heading', { level: 1, name: this.words.team.title }).waitFor()
  }

  timeZone(zone: string): Locator {
    return this.page.getByRole('button', { name: say(this.words.team.timeZoneIs, { zone }) })
  }

  /** Types into the list of zones and takes the first that is left. */
  async chooseTimeZone(current: string, search: string): Promise<void> {
    await this.timeZone(current).click()
    await this.page.getByPlaceholder(this.words.team.searchZones).fill(search)
    await this.page.keyboard.press('Enter')
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.team.save }).click()
    await this.page.getByText(this.words.team.saved).waitFor()
  }
}
