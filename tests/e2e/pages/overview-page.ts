import type { Locator, Page } from '@playwright/test'
import { nanosOf } from '../support/money'
import type { Messages } from '../support/test'

/** `/[team]`: what a team has left, and its period at a glance. */
export class OverviewPage {
  readonly firstSteps: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.firstSteps = page.getByRole('region', { name: words.firstSteps.title })
  }

  async arrived(): Promise<void> {
    await this.page.waitForURL(/\/team_[0-9a-z]{26}$/)
    await this.page.getByRole('heading', { level: 1, name: this.words.overview.title }).waitFor()
  }

  /** The step with this title, ticked off or not. */
  step(title: string, state: 'done' | 'open'): Locator {
    return this.firstSteps
      .getByRole('listitem')
      .filter({ has: this.page.getByRole('heading', { name: title }) })
      .getByRole('img', { name: this.words.firstSteps[state], exact: true })
  }

  availableNanos(): Promise<bigint> {
    return nanosOf(this.page.getByTestId('available').locator('data'))
  }

  /** The figure under this label. */
  figure(label: string): Locator {
    return this.page
      .locator('dl > div')
      .filter({ has: this.page.getByText(label, { exact: true }) })
      .locator('dd')
      .first()
  }

  /** A chart's values, read bucket by bucket from the newest back. */
  chart(label: string): Locator {
    return this.page.getByRole('figure', { name: label }).getByRole('slider')
  }
}
