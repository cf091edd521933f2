import type { Locator, Page } from '@playwright/test'

/** The mails of the embedded stack; the newest comes first. */
export class OutboxPage {
  private readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  mailsTo(email: string): Locator {
    return this.page.getByRole('listitem').filter({ hasText: email })
  }

  /** Opens the newest mail to an address and answers the link in it. */
  async linkOf(email: string): Promise<Locator> {
    await this.page.goto('/outbox')
    await this.mailsTo(email).first().getByRole('link').click()
    await this.page.waitForURL(/\/outbox\/.+/)
    return this.page.getByRole('link', { name: /\/auth\/confirm/ })
  }

  async follow(email: string): Promise<void> {
    await (await this.linkOf(email)).click()
  }
}
