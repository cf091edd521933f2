import { expect, type Locator, type Page } from '@playwright/test'
import type { Messages } from '../support/test'

interface NewPrice {
  model: string
  input: string
  output: string
}

/** The operator's models: the list, the page of one, and the import. */
export class OperatorModelsPage {
  private readonly page: Page
  private readonly words: Messages['models']

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words.models
  }

  row(name: string): Locator {
    return this.page.getByTestId('model').filter({ hasText: name })
  }

  async open(search: string): Promise<void> {
    await this.page.goto(`/admin/models?q=${search}`)
  }

  async openOne(name: string): Promise<void> {
    await this.page.goto(`/admin/models/${name}`)
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible()
  }

  /** On the page of a model; answers once the new version is in its history. */
  async setPrice(price: NewPrice): Promise<void> {
    await this.tryPrice(price)
    await expect(this.page.getByTestId('price-version').first()).toContainText(this.words.setByHand)
  }

  /** Answers once the form has been sent, whatever comes of it. */
  async tryPrice({ model, input, output }: NewPrice): Promise<void> {
    await this.openOne(model)
    const form = this.page.locator('#price')
    await form.getByLabel(this.words.fields.input, { exact: true }).fill(input)
    await form.getByLabel(this.words.fields.output, { exact: true }).fill(output)
    await form.getByRole('button', { name: this.words.save }).click()
  }

  change(model: string): Locator {
    return this.page.getByTestId('price-change').filter({ has: this.page.getByLabel(model, { exact: true }) })
  }

  async openImport(markup?: string): Promise<void> {
    await this.page.goto('/admin/models/import')
    if (markup === undefined) return
    await this.page.getByLabel(this.words.importMarkup).fill(markup)
    await this.page.getByRole('button', { name: this.words.recalculate }).click()
    await this.page.waitForURL(/markup=/)
  }

  async applyImport(): Promise<void> {
    await this.page.locator('#content form:has([name=models]) button[type=submit]').click()
    await this.page.waitForURL(/\/admin\/models$/)
  }
}
