import type { Locator, Page } from '@playwright/test'
import type { Messages } from '../support/test'

interface Terms {
  amount?: string
  mode?: keyof Messages['budgets']['modes']
  /** The cheaper model that takes over. */
  fallback?: string
}

/** `/[team]/budgets`, for a team with one budget. */
export class BudgetsPage {
  readonly budget: Locator
  private readonly page: Page
  private readonly words: Messages['budgets']
  private readonly dialog: Locator

  private readonly stop: Messages['suggest']['stop']

  constructor(page: Page, { budgets, suggest }: Messages) {
    this.page = page
    this.words = budgets
    this.stop = suggest.stop
    this.budget = page.getByTestId('budget')
    this.dialog = page.getByRole('dialog')
  }

  /** Of a budget that stops the whole team is asked once more; whoever does not go on closes the form too. */
  async create(terms: Terms, asked?: 'go on' | 'cancel'): Promise<void> {
    await this.page.getByRole('button', { name: this.words.create }).click()
    await this.fill(terms)
    await this.dialog.getByRole('button', { name: this.words.create }).click()
    const question = this.page.getByRole('alertdialog', { name: this.stop.title })
    if (asked === 'go on') await question.getByRole('button', { name: this.stop.confirm }).click()
    if (asked === 'cancel') {
      await this.page.keyboard.press('Escape')
      await question.waitFor({ state: 'hidden' })
      await this.page.keyboard.press('Escape')
    }
    await this.dialog.waitFor({ state: 'hidden' })
  }

  async change(terms: Terms): Promise<void> {
    await this.choose('change')
    await this.fill(terms)
    await this.submit(this.words.save)
  }

  async raise(by: string): Promise<void> {
    await this.choose('raise')
    await this.dialog.getByLabel(this.words.raiseBy).fill(by)
    await this.submit(this.words.raise)
  }

  async choose(act: 'change' | 'raise' | 'lower'): Promise<void> {
    await this.budget.getByRole('button').click()
    await this.page.getByRole('menuitem', { name: this.words[act], exact: true }).click()
  }

  private async fill({ amount, mode, fallback }: Terms): Promise<void> {
    if (amount !== undefined) await this.dialog.getByLabel(this.words.amount).fill(amount)
    if (mode !== undefined) {
      await this.dialog.getByRole('combobox', { name: this.words.whenUsedUp }).click()
      await this.page.getByRole('option', { name: this.words.modes[mode] }).click()
    }
    if (fallback !== undefined) await this.dialog.getByLabel(this.words.fallback).fill(fallback)
  }

  private async submit(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name }).click()
    await this.dialog.waitFor({ state: 'hidden' })
  }
}
