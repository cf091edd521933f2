import type { Locator, Page } from '@playwright/test'
import type { Messages } from '../support/test'

/** The catalogue, in the portal or on the site's own page. */
export class ModelsPage {
  private readonly page: Page
  private readonly words: Messages
  readonly models: Locator
  readonly search: Locator

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.models = page.getByTestId('model')
    this.search = page.getByRole('searchbox', { name: words.catalogue.search })
  }

  async open(team: string): Promise<void> {
    await this.page.goto(`${team}/models`)
    await this.page.getByRole('heading', { level: 1, name: this.words.catalogue.title }).waitFor()
  }

  model(name: string): Locator {
    return this.models.filter({ has: this.page.getByText(name, { exact: true }) })
  }

  async sortBy(head: RegExp): Promise<void> {
    await this.page.getByRole('columnheader', { name: head }).getByRole('link').click()
  }

  /** The names shown, from the top. */
  names(): Promise<string[]> {
    return this.models.locator('.font-mono').allInnerTexts()
  }
}
