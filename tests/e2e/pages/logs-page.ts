import type { Locator, Page } from '@playwright/test'
import { nanosOf } from '../support/money'
import { expect, type Messages, say } from '../support/test'

/** `/[team]/logs`: the list, its filters, and the panel of one request. */
export class LogsPage {
  readonly rows: Locator
  readonly detail: Locator
  readonly panel: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.rows = page.getByTestId('request')
    this.detail = page.getByTestId('request-detail')
    this.panel = page.getByRole('complementary', { name: words.logs.panel.title, exact: true })
  }

  /** Opens the logs of the team whose page this is. */
  async open(query = ''): Promise<void> {
    const [, team = ''] = new URL(this.page.url()).pathname.split('/')
    await this.page.goto(`/${team}/logs${query}`)
    await this.page.getByRole('heading', { level: 1, name: this.words.logs.title }).waitFor()
  }

  /** Switches the live tail on. */
  async followLive(): Promise<void> {
    const toggle = this.page.getByRole('button', { name: this.words.logs.live.toggle })
    await toggle.click()
    await expect(toggle).toHaveAttribute('aria-pressed', 'true')
  }

  async choose(filter: string, option: string): Promise<void> {
    const chips = this.page.getByRole('group', { name: this.words.table.filters })
    await chips.getByRole('button', { name: filter, exact: true }).click()
    await this.page.getByRole('checkbox', { name: option, exact: true }).check()
    await this.page.keyboard.press('Escape')
  }

  async removeFilter(filter: string): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.table.removeFilter, { name: filter }), exact: true }).click()
  }

  idOf(row: Locator): Promise<string | null> {
    return row.getAttribute('data-log-row')
  }

  /** How far down the list the last line is that is drawn. */
  async furthestIndex(): Promise<number> {
    return Number(await this.rows.last().getAttribute('data-index'))
  }

  openRow(index: number): Promise<void> {
    return this.rows.nth(index).getByRole('link').click()
  }

  chargeNanos(row: Locator): Promise<bigint> {
    return nanosOf(row.locator('[data-column=charge] data'))
  }

  /** Every line of the price, in millionths of a nanodollar. */
  async priceLines(): Promise<bigint[]> {
    const lines = await this.detail.locator('[data-femtos]').evaluateAll((cells) => cells.map((cell) => cell.getAttribute('data-femtos')))
    return lines.map((femtos) => BigInt(femtos ?? 0))
  }
}
