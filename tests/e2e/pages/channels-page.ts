import { expect, type Locator, type Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

interface NewChannel {
  name: string
  baseUrl: string
  credential: string
  model: string
}

/** The operator's channels: the list, the page of one, and the form for a new one. */
export class ChannelsPage {
  private readonly page: Page
  private readonly words: Messages['channels']

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words.channels
  }

  async open(): Promise<void> {
    await this.page.goto('/admin/channels')
  }

  row(name: string): Locator {
    return this.page.getByTestId('channel').filter({ hasText: name })
  }

  /** An address without its scheme first, refused with nothing lost; ends on the page of the new channel. */
  async create({ name, baseUrl, credential, model }: NewChannel): Promise<void> {
    await this.page.goto('/admin/channels/new')
    await this.page.getByLabel(this.words.name, { exact: true }).fill(name)
    await this.page.getByLabel(this.words.baseUrl).fill(new URL(baseUrl).host)
    await this.page.getByLabel(this.words.credentials, { exact: true }).fill(credential)
    await this.page.getByLabel(this.words.addModels).fill(model)
    await this.page.getByRole('button', { name: this.words.create }).click()
    await expect(this.page.getByLabel(this.words.baseUrl)).toHaveAttribute('aria-invalid', 'true')
    await expect(this.page.getByLabel(this.words.credentials, { exact: true })).toHaveValue(credential)
    await this.page.getByLabel(this.words.baseUrl).fill(baseUrl)
    await this.page.getByRole('button', { name: this.words.create }).click()
    await this.page.waitForURL(/\/admin\/channels\/chan_/)
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible()
  }

  /** From the list; answers the text of the outcome. */
  async test(name: string): Promise<Locator> {
    await this.row(name)
      .getByRole('button', { name: say(this.words.testTitle, { name }) })
      .click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('button', { name: this.words.testRun }).click()
    return dialog.getByTestId('test-outcome')
  }

  /** The switch of a channel, in the list or on its page. */
  switch(name: string): Locator {
    return this.page.getByRole('switch', { name: say(this.words.switch, { name }) })
  }

  async openOne(name: string): Promise<void> {
    await this.open()
    await this.row(name).getByRole('link', { name }).click()
    await this.page.waitForURL(/\/admin\/channels\/chan_/)
  }

  async rename(newName: string): Promise<void> {
    await this.page.getByLabel(this.words.name, { exact: true }).fill(newName)
    await this.page.getByRole('button', { name: this.words.save, exact: true }).click()
    await expect(this.page.getByRole('heading', { level: 1, name: newName })).toBeVisible()
  }

  /** The question names the model that has no other channel. */
  async delete(name: string, soleModel: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words.delete, exact: true }).click()
    const dialog = this.page.getByRole('alertdialog')
    await dialog.getByText(soleModel).waitFor()
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: this.words.delete }).click()
    await this.page.waitForURL(/\/admin\/channels$/)
  }
}
