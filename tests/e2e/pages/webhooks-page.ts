import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'
import { KeysPage } from './keys-page'

/** `/[team]/webhooks`. */
export class WebhooksPage {
  readonly webhooks: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.webhooks = page.getByTestId('webhook')
  }

  /** Adds a webhook that is told everything, and answers its signing secret, which is shown this once. */
  async create(url: string): Promise<string> {
    const { webhooks } = this.words
    await this.page.getByRole('button', { name: webhooks.create }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(webhooks.url, { exact: true }).fill(url)
    await dialog.getByRole('button', { name: webhooks.create }).click()
    return new KeysPage(this.page, this.words).takeSecret(webhooks.copySecret)
  }

  async choose(url: string, act: 'test' | 'enable' | 'disable' | 'delete'): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.webhooks.actsOf, { url }) }).click()
    await this.page.getByRole('menuitem', { name: this.words.webhooks[act], exact: true }).click()
  }
}
