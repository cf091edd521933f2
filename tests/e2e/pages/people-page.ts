import type { Locator, Page } from '@playwright/test'
import { type Messages, say } from '../support/test'
import { OutboxPage } from './outbox-page'

/** The people of `/[team]/team`: members, invites, and the ways out. */
export class PeoplePage {
  readonly members: Locator
  readonly invites: Locator
  private readonly page: Page
  private readonly words: Messages

  constructor(page: Page, words: Messages) {
    this.page = page
    this.words = words
    this.members = page.getByTestId('member')
    this.invites = page.getByTestId('invite')
  }

  /** Opens the people of a team by its path. */
  async open(team: string): Promise<void> {
    await this.page.goto(`${team}/team`)
    await this.page.getByRole('heading', { level: 1, name: this.words.team.title }).waitFor()
  }

  member(email: string): Locator {
    return this.members.filter({ hasText: email })
  }

  async invite(email: string, role: keyof Messages['team']['roles']): Promise<void> {
    const { team } = this.words
    await this.page.getByRole('button', { name: team.invite, exact: true }).click()
    const dialog = this.page.getByRole('dialog')
    await dialog.getByLabel(team.email, { exact: true }).fill(email)
    await this.choose(dialog, team.role, team.roles[role])
    await dialog.getByRole('button', { name: team.inviteSend }).click()
  }

  async changeRole(email: string, role: keyof Messages['team']['roles']): Promise<void> {
    const { team } = this.words
    await this.act(email, team.changeRole)
    const dialog = this.page.getByRole('dialog')
    await this.choose(dialog, team.role, team.roles[role])
    await dialog.getByRole('button', { name: team.changeRole }).click()
    await this.page.getByText(team.roleChanged).waitFor()
  }

  /** Removes a member who has keys, and hands those over. */
  async remove(email: string, keys: number, heir: string): Promise<void> {
    const { team } = this.words
    await this.act(email, team.remove)
    const dialog = this.page.getByRole('alertdialog')
    await this.choose(dialog, this.keysLeft(keys), say(team.handOverTo, { email: heir }))
    await dialog.getByRole('button', { name: team.remove }).click()
    await this.page.getByText(say(team.removed, { email })).waitFor()
  }

  /** Opens the newest invite mail to an address and answers the path of its link. */
  async invitePath(email: string): Promise<string> {
    const outbox = new OutboxPage(this.page)
    await this.page.goto('/outbox')
    await outbox.mailsTo(email).first().getByRole('link').click()
    const href = await this.page.getByRole('link', { name: /\/invites\// }).getAttribute('href')
    return new URL(href ?? '').pathname
  }

  async actOnInvite(email: string, act: 'resend' | 'revoke'): Promise<void> {
    const { team } = this.words
    await this.page.getByRole('button', { name: say(team.actsOfInvite, { email }) }).click()
    await this.page.getByRole('menuitem', { name: team[act] }).click()
    if (act === 'revoke') await this.page.getByRole('alertdialog').getByRole('button', { name: team.revoke }).click()
  }

  async transferTo(email: string): Promise<void> {
    const { team } = this.words
    await this.page.getByRole('button', { name: team.transfer }).click()
    const dialog = this.page.getByRole('alertdialog')
    await this.choose(dialog, team.transferTo, email)
    await dialog.getByRole('button', { name: team.transfer }).click()
    await this.page.getByText(team.transferred).waitFor()
  }

  async leave(): Promise<void> {
    const { team } = this.words
    await this.page.getByRole('button', { name: team.leave }).click()
    await this.page.getByRole('alertdialog').getByRole('button', { name: team.leave }).click()
  }

  private async act(email: string, act: string): Promise<void> {
    await this.page.getByRole('button', { name: say(this.words.team.actsOf, { email }) }).click()
    await this.page.getByRole('menuitem', { name: act }).click()
  }

  private async choose(dialog: Locator, label: string | RegExp, option: string): Promise<void> {
    await dialog.getByRole('combobox', { name: label }).click()
    await this.page.getByRole('option', { name: option }).click()
  }

  private keysLeft(count: number): RegExp {
    return new RegExp(count === 1 ? '^(Their key|对方的 1 把密钥)$' : `${count}`)
  }
}
