import type { Locator, Page } from '@playwright/test'
import { nanosOf } from '../support/money'
import { type Messages, say } from '../support/test'

export class TeamPage {
  private readonly page: Page
  private readonly words: Messages
  readonly requests: Locator
  readonly keys: Locator

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.requests = page.getByTestId('request')
    this.keys = page.getByTestId('key')
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

  /** Creates a key and answers its secret, which is shown this once. */
  async createKey(name: string): Promise<string> {
    await this.page.getByRole('button', { name: this.words.keys.create }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(this.words.keys.name).fill(name)
    await dialog.getByRole('button', { name: this.words.keys.create }).click()
    const secret = await dialog.getByTestId('secret').innerText()
    await dialog.getByRole('button', { name: this.words.ui.copySecret }).click()
    await dialog.getByRole('button', { name: this.words.ui.copied }).waitFor()
    await dialog.getByRole('button', { name: this.words.ui.done }).click()
    await dialog.waitFor({ state: 'hidden' })
    return secret
  }

  async openKeyMenu(name: string): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.keys.actsOf, { name }) }).click()
  }

  async disableKey(name: string): Promise<void> {
    await this.openKeyMenu(name)
    await this.page.getByRole('menuitem', { name: this.words.keys.disable }).click()
    await this.page.getByRole('alertdialog').getByRole('button', { name: this.words.keys.disable }).click()
    await this.page.getByRole('alertdialog').waitFor({ state: 'hidden' })
  }

  async deleteKey(name: string): Promise<void> {
    await this.openKeyMenu(name)
    await this.page.getByRole('menuitem', { name: this.words.keys.delete }).click()
    const dialog = this.page.getByRole('alertdialog')
    await dialog.getByRole('textbox').fill(name)
    await dialog.getByRole('button', { name: this.words.keys.delete }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
}
