import type { Locator, Page } from '@playwright/test'
import { nanosOf } from '../support/money'
import type { Messages } from '../support/test'
import { KeysPage } from './keys-page'

export class TeamPage {
  private readonly page: Page
  private readonly words: Messages
  readonly requests: Locator

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.requests = page.getByTestId('request')
  }

  async arrived(): Promise<void> {
    await this.page.waitForURL(/\/team_[0-9a-z]{26}$/)
    await this.page.getByRole('heading', { level: 1, name: this.words.overview.title }).waitFor()
  }

  availableNanos(): Promise<bigint> {
    return nanosOf(this.page.getByTestId('available').locator('data'))
  }

  chargeNanos(request: Locator): Promise<bigint> {
    return nanosOf(request.locator('data'))
  }

  /** Creates a key on its page and answers its secret; the overview is open again after it. */
  async createKey(name: string): Promise<string> {
    const overview = this.page.url()
    const keys = new KeysPage(this.page, this.words)
    await keys.open()
    const secret = await keys.createKey({ name })
    await this.page.goto(overview)
    return secret
  }
}
