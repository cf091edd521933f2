import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

interface NewKey {
  name: string
  /** Its last day, `2026-12-31`. */
  expires?: string
  /** US dollars a month. */
  budget?: string
}

type Act = 'test' | 'edit' | 'rotate' | 'enable' | 'disable' | 'delete'

/** `/[team]/keys`: the list and its dialogs. */
export class KeysPage {
  readonly keys: Locator
  readonly dialog: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.keys = page.getByTestId('key')
    this.dialog = page.getByRole('dialog')
  }

  /** Opens the keys of a team by its path, of the one whose page this is when left out. */
  async open(query = '', team = new URL(this.page.url()).pathname.split('/', 2).join('/')): Promise<void> {
    await this.page.goto(`${team}/keys${query}`)
    await this.page.getByRole('heading', { level: 1, name: this.words.keys.title }).waitFor()
  }

  key(name: string): Locator {
    return this.keys.filter({ hasText: name })
  }

  async startKey({ name, expires = '', budget = '' }: NewKey): Promise<void> {
    const { keys } = this.words
    await this.page.getByRole('button', { name: keys.create }).click()
    await this.dialog.getByLabel(keys.name, { exact: true }).fill(name)
    await this.dialog.getByLabel(keys.lastDay).fill(expires)
    await this.dialog.getByLabel(keys.budget).fill(budget)
    await this.submit(keys.create)
  }

  /** Creates a key and answers its secret, which is shown this once. */
  async createKey(key: NewKey): Promise<string> {
    await this.startKey(key)
    return this.takeSecret()
  }

  submit(name: string): Promise<void> {
    return this.dialog.getByRole('button', { name }).click()
  }

  async takeSecret(copy = this.words.ui.copySecret): Promise<string> {
    const secret = await this.dialog.getByTestId('secret').innerText()
    await this.dialog.getByRole('button', { name: copy }).click()
    await this.dialog.getByRole('button', { name: this.words.ui.copied }).waitFor()
    await this.dialog.getByRole('button', { name: this.words.ui.done }).click()
    await this.dialog.waitFor({ state: 'hidden' })
    return secret
  }

  async choose(name: string, act: Act): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.keys.actsOf, { name }) }).click()
    await this.page.getByRole('menuitem', { name: this.words.keys[act], exact: true }).click()
  }

  async disable(name: string): Promise<void> {
    await this.choose(name, 'disable')
    await this.confirm('disable')
  }

  async delete(name: string): Promise<void> {
    await this.choose(name, 'delete')
    await this.page.getByRole('alertdialog').getByRole('textbox').fill(name)
    await this.confirm('delete')
  }

  async confirm(act: 'disable' | 'delete'): Promise<void> {
    const asked = this.page.getByRole('alertdialog')
    await asked.getByRole('button', { name: this.words.keys[act] }).click()
    await asked.waitFor({ state: 'hidden' })
  }

  /** Runs the test in the open dialog and answers what it says. */
  async test(): Promise<Locator> {
    await this.dialog.getByRole('button', { name: this.words.keys.testRun }).click()
    return this.dialog.getByTestId('key-test')
  }
}
