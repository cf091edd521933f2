import { expect, type Locator, type Page } from '@playwright/test'
import type { Messages } from '../support/test'

export class AuthPage {
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
  }

  async signUp(email: string, password: string): Promise<void> {
    await this.page.goto('/sign-up')
    await this.fill(email, password)
    await this.page.getByRole('button', { name: this.words.auth.signUp }).click()
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.page.goto('/sign-in')
    await this.fill(email, password)
    await this.page.getByRole('button', { name: this.words.auth.signIn }).click()
  }

  async fill(email: string, password: string): Promise<void> {
    await this.email.fill(email)
    await this.password.fill(password)
  }

  get email(): Locator {
    return this.page.getByLabel(this.words.auth.email, { exact: true })
  }

  get password(): Locator {
    return this.page.getByLabel(this.words.auth.password, { exact: true })
  }

  /** Asks for a reset mail by the sign-in page's own way, which carries the address along. */
  async forget(email: string): Promise<void> {
    await this.page.goto('/sign-in')
    await this.email.fill(email)
    await this.page.getByRole('link', { name: this.words.auth.forgot }).click()
    await this.page.waitForURL(/\/forgot-password(#|$)/)
    await expect(this.email).toHaveValue(email)
    await this.page.getByRole('button', { name: this.words.auth.reset.act }).click()
  }

  async setNewPassword(password: string): Promise<void> {
    await this.page.waitForURL('**/reset-password')
    await this.page.getByLabel(this.words.auth.newPassword.label, { exact: true }).fill(password)
    await this.page.getByRole('button', { name: this.words.auth.newPassword.act }).click()
  }

  refused(message: string): Locator {
    return this.page.getByRole('alert').filter({ hasText: message })
  }
}
