import { expect, type Locator, type Page } from '@playwright/test'
import type { Messages } from '../support/test'

/** The policy of a team, a member or a key: the editor, and what is in force in words. */
export class PolicyPage {
  readonly page: Page
  private readonly words: Messages['policy']

  constructor(page: Page, { policy }: Messages) {
    this.page = page
    this.words = policy
  }

  field(name: keyof Messages['policy']['fields']): Locator {
    return this.page.getByLabel(this.words.fields[name], { exact: true })
  }

  async save(): Promise<void> {
    await this.page.getByRole('button', { name: this.words.save }).click()
  }

  /** What a sentence of the policy in force says of the level it comes from. */
  async expectInForce(sentence: string | RegExp, level?: keyof Messages['policy']['levels']): Promise<void> {
    const said = this.page.getByTestId('policy-words').getByRole('listitem').filter({ hasText: sentence })
    await expect(said).toBeVisible()
    if (level) await expect(said).toContainText(this.words.levels[level])
  }
}
