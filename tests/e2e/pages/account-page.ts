import type { Locator, Page } from '@playwright/test'
import type { Messages } from '../support/test'

export class AccountPage {
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
  }

  /** Through the menu of the rail, as a reader would go. */
  async open(): Promise<void> {
    await this.page.getByRole('button', { name: /@example\.com/ }).click()
    await this.page.getByRole('menuitem', { name: this.words.shell.accountPage }).click()
    await this.page.waitForURL('**/account')
    await this.page.getByRole('heading', { level: 1, name: this.words.account.title }).waitFor()
  }

  card(title: string): Locator {
    return this.page.getByRole('region', { name: title, exact: true })
  }

  get password(): Locator {
    return this.card(this.words.account.password.title)
  }

  get email(): Locator {
    return this.card(this.words.account.email.title)
  }

  async changePassword(present: string, next: string): Promise<void> {
    await this.password.getByLabel(this.words.account.password.present, { exact: true }).fill(present)
    await this.password.getByLabel(this.words.account.password.new, { exact: true }).fill(next)
    await this.password.getByRole('button', { name: this.words.account.password.act }).click()
  }

  async changeEmail(email: string, present: string): Promise<void> {
    await this.email.getByLabel(this.words.account.email.new, { exact: true }).fill(email)
    await this.email.getByLabel(this.words.account.password.present, { exact: true }).fill(present)
    await this.email.getByRole('button', { name: this.words.account.email.act }).click()
  }
}
