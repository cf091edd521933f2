import type { Locator, Page } from '@playwright/test'
import { nanosOf } from '../support/money'
import { type Messages, say } from '../support/test'

/** `/[team]/usage`: chart and table, whose whole state is the address. */
export class UsagePage {
  readonly rows: Locator
  readonly totals: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.rows = page.getByTestId('usage-row')
    this.totals = page.getByTestId('usage-totals')
  }

  /** Opens the usage of the team whose page this is. */
  async open(query = ''): Promise<void> {
    const [, team = ''] = new URL(this.page.url()).pathname.split('/')
    await this.page.goto(`/${team}/usage${query}`)
    await this.page.getByRole('heading', { level: 1, name: this.words.usage.title }).waitFor()
  }

  async group(by: keyof Messages['usage']['by']): Promise<void> {
    await this.page.getByRole('link', { name: this.words.usage.by[by], exact: true }).click()
    await this.page.waitForURL((url) => url.searchParams.get('group') === by)
  }

  async show(metric: keyof Messages['usage']['metrics']): Promise<void> {
    await this.page.getByRole('link', { name: this.words.usage.metrics[metric], exact: true }).click()
    await this.page.waitForURL((url) => url.searchParams.get('metric') === metric)
  }

  cell(line: Locator, column: keyof Messages['usage']['columns']): Locator {
    return line.locator(`[data-column="${column}"]`)
  }

  spentNanos(line: Locator): Promise<bigint> {
    return nanosOf(this.cell(line, 'spend').locator('data'))
  }

  /** Narrows to one value of a filter. */
  async filter(label: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name: label, exact: true }).click()
    await this.page.getByRole('checkbox', { name: value }).click()
    await this.page.keyboard.press('Escape')
  }

  async clearFilter(label: string): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.table.removeFilter, { name: label }) }).click()
  }
}
