import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import en from '../../../messages/en/index'
import zh from '../../../messages/zh/index'

export type Messages = typeof en

interface Fixtures {
  /** The words of the language this project reads. */
  words: Messages
  /** Fails the test on any console error, which a breach of the content security policy is too. */
  quiet: undefined
}

/**
 * Whether React has taken over what the server has drawn: every boundary found, every button taken. A press in the middle of
 * that is lost, and programs press faster than people.
 */
function isAlive(): boolean {
  const taken = (node: Node) => Object.keys(node).some((name) => name.startsWith('__reactFiber'))
  const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT)
  while (comments.nextNode()) {
    const comment = comments.currentNode as Comment
    if (/^\$[?~]?$/.test(comment.data) && !taken(comment)) return false
  }
  return [...document.querySelectorAll('main button')].every(taken)
}

export const test = base.extend<Fixtures>({
  page: async ({ page }, use) => {
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)]
    const untilAlive = async <T>(answer: T): Promise<T> => {
      await page.waitForFunction(isAlive)
      return answer
    }
    page.goto = async (...given) => untilAlive(await goto(...given))
    page.reload = async (...given) => untilAlive(await reload(...given))
    await use(page)
  },
  words: async ({ locale }, use) => {
    await use(locale?.startsWith('zh') ? zh : en)
  },
  quiet: [
    async ({ page }, use) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(error.message))
      await use(undefined)
      expect(complaints).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }

/** No finding of axe that is serious or worse. No page has frames: it is asked in the page itself, without a second one for the report. */
export async function expectAccessible(page: Page): Promise<void> {
  // What is still fading in has no contrast yet.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .analyze()
  await page.emulateMedia({ reducedMotion: null })
  const serious = violations.filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
  expect(serious.map((violation) => [violation.id, violation.nodes.map((node) => node.html)])).toEqual([])
}

/** A message with its placeholders filled in; tags stand for nothing. */
export function say(message: string, values: Record<string, string> = {}): string {
  return message.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').replace(/<(\w+)><\/\1>/g, '')
}
