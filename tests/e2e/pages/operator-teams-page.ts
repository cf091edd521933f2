import { expect, type Locator, type Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

interface CreditChange {
  amount: string
  reference: string
}

/** The operator's teams: the list, and the page of one. */
export class OperatorTeamsPage {
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
  }

  /** By the shown id, through the search. */
  async openBySearch(id: string): Promise<void> {
    await this.page.goto(`/admin/teams?q=${id}`)
    await this.page.getByTestId('team').getByRole('link').first().click()
    await this.page.waitForURL(new RegExp(`/admin/teams/${id}`))
  }

  /** By the id its answer carried, through the same search; settled behind the answer, it may take a moment. */
  async openRequest(id: string): Promise<Locator> {
    const detail = this.page.getByTestId('request-detail')
    await expect(async () => {
      await this.page.goto(`/admin/teams?q=${id}`)
      await expect(detail).toBeVisible({ timeout: 2_000 })
    }).toPass()
    return detail
  }

  /** Answers the dialog, which says what came of it. */
  async changeCredit(direction: 'grant' | 'take', { amount, reference }: CreditChange): Promise<Locator> {
    const { credit } = this.words
    await this.page.getByRole('button', { name: credit[direction], exact: true }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(credit.amount).fill(amount)
    await dialog.getByLabel(credit.reference).fill(reference)
    await dialog.getByLabel(credit.reason).fill('Journey')
    await dialog.getByRole('button', { name: credit[direction], exact: true }).click()
    return dialog
  }

  async closeDialog(): Promise<void> {
    await this.page.keyboard.press('Escape')
    await this.page.getByRole('dialog').waitFor({ state: 'hidden' })
  }

  /** Disables the team whose page this is: refused without a reason, done with one. */
  async disable(reason: string): Promise<void> {
    const name = await this.page.getByRole('heading', { level: 1 }).innerText()
    await this.page.getByRole('button', { name: this.words.operator.disable, exact: true }).click()
    const dialog = this.page.getByRole('alertdialog')
    await dialog.getByText(say(this.words.teams.disableTitle, { name })).waitFor()
    await dialog.locator('[name=typed]').fill(name)
    await dialog.getByRole('button', { name: this.words.operator.disable }).click()
    await dialog.getByText(this.words.invalid.required).waitFor()
    await dialog.getByLabel(this.words.teams.disableReason).fill(reason)
    await dialog.getByRole('button', { name: this.words.operator.disable }).click()
    await dialog.waitFor({ state: 'hidden' })
  }
}
