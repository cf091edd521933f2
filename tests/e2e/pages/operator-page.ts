import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

interface NewChannel {
  name: string
  baseUrl: string
  credential: string
  model: string
}

interface NewPrice {
  model: string
  input: string
  output: string
}

interface NewCredit {
  team: string
  amount: string
  reference: string
}

export class OperatorPage {
  readonly channels: Locator
  readonly models: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.channels = page.getByTestId('channel')
    this.models = page.getByTestId('model')
  }

  async createChannel({ name, baseUrl, credential, model }: NewChannel): Promise<void> {
    const { channels } = this.words
    await this.page.getByRole('button', { name: channels.create }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(channels.name, { exact: true }).fill(name)
    await dialog.getByLabel(channels.baseUrl).fill(baseUrl)
    await dialog.getByLabel(channels.credentials).fill(credential)
    await dialog.getByLabel(channels.models).fill(model)
    await dialog.getByRole('button', { name: channels.create }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  channel(name: string): Locator {
    return this.channels.filter({ hasText: name })
  }

  model(name: string): Locator {
    return this.models.filter({ hasText: name })
  }

  /** Answers the text of the outcome. */
  async testChannel(name: string): Promise<Locator> {
    await this.channel(name).getByRole('button', { name: this.words.channels.test, exact: true }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByRole('button', { name: this.words.channels.testRun }).click()
    return dialog.getByTestId('test-outcome')
  }

  async switchChannel(name: string, act: 'enable' | 'disable'): Promise<void> {
    await this.chooseAct(name, act)
  }

  async renameChannel(name: string, newName: string): Promise<void> {
    await this.chooseAct(name, 'edit')
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(this.words.channels.name, { exact: true }).fill(newName)
    await dialog.getByRole('button', { name: this.words.channels.save }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** The question names the model that has no other channel. */
  async deleteChannel(name: string, soleModel: string): Promise<void> {
    await this.chooseAct(name, 'delete')
    const dialog = this.page.getByRole('alertdialog')
    await dialog.getByText(soleModel).waitFor()
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: this.words.channels.delete }).click()
    await dialog.waitFor({ state: 'hidden' })
  }

  private async chooseAct(name: string, act: 'enable' | 'disable' | 'edit' | 'delete'): Promise<void> {
    await this.channel(name)
      .getByRole('button', { name: say(this.words.channels.actsOf, { name }) })
      .click()
    await this.page.getByRole('menuitem', { name: this.words.channels[act], exact: true }).click()
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

  async grantCredit({ team, amount, reference }: NewCredit): Promise<void> {
    const { credit } = this.words
    await this.page.getByLabel(credit.team, { exact: true }).fill(team)
    await this.page.getByLabel(credit.amount).fill(amount)
    await this.page.getByLabel(credit.reference).fill(reference)
    await this.page.getByLabel(credit.reason).fill('Journey')
    await this.page.getByRole('button', { name: credit.grant }).click()
  }
}
