import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

interface NewPrice {
  model: string
  input: string
  output: string
}

export class OperatorPage {
  readonly models: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.models = page.getByTestId('model')
  }

  model(name: string): Locator {
    return this.models.filter({ hasText: name })
  }

  async editPrice(price: NewPrice): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.models.editNamed, { name: price.model }) }).click()
    await this.fillPrice(price)
  }

  async setPrice(price: NewPrice): Promise<void> {
    await this.page.getByRole('button', { name: this.words.models.set, exact: true }).click()
    await this.page.getByRole('dialog').getByLabel(this.words.models.name, { exact: true }).fill(price.model)
    await this.fillPrice(price)
  }

  async openImport(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.models.import }).click()
  }

  async applyImport(): Promise<void> {
    const dialog = this.page.getByRole('dialog')
    await dialog.locator('button[type=submit]').click()
    await dialog.waitFor({ state: 'hidden' })
  }

  private async fillPrice({ input, output }: NewPrice): Promise<void> {
    const { models } = this.words
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(models.inputPrice).fill(input)
    await dialog.getByLabel(models.outputPrice).fill(output)
    await dialog.getByRole('button', { name: models.save }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
}
