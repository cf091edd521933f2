import { expect, type Locator, type Page } from '@playwright/test'
import { type Messages, say } from '../support/test'

export class PlaygroundPage {
  private readonly page: Page
  private readonly words: Messages['playground']
  readonly answers: Locator
  readonly turns: Locator
  readonly composer: Locator
  /** The secret of the last request, as the gateway got it. */
  secret: string | null = null

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words.playground
    this.turns = page.getByTestId('turn')
    this.answers = page.getByTestId('answer')
    this.composer = page.getByRole('textbox', { name: this.words.prompt })
    page.on('request', (request) => {
      if (request.url().endsWith('/api/v1/chat/completions')) this.secret = request.headers().authorization?.replace('Bearer ', '') ?? null
    })
  }

  async open(team: string, query = ''): Promise<void> {
    await this.page.goto(`${team}/playground${query}`)
    await this.page.getByRole('heading', { level: 1, name: this.words.title }).waitFor()
  }

  async ask(prompt: string): Promise<void> {
    await this.composer.fill(prompt)
    await this.composer.press('Enter')
  }

  async done(answer: Locator): Promise<void> {
    await expect(answer).toHaveAttribute('data-state', 'done', { timeout: 30_000 })
  }

  /** What an answer cost, in US dollars with nine decimals. */
  chargeOf(answer: Locator): Promise<string | null> {
    return answer.getByTestId('figures').locator('data').getAttribute('value')
  }

  async chooseModel(from: string, to: string): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.modelNamed, { model: from }), exact: true }).click()
    await this.page.getByPlaceholder(this.words.searchModels).fill(to)
    await this.page.keyboard.press('Enter')
  }
}
