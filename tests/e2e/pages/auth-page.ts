import type { Page } from '@playwright/test'
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
    await this.page.getByLabel(this.words.auth.email).fill(email)
    await this.page.getByLabel(this.words.auth.password).fill(password)
  }
}
