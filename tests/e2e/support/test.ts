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

export const test = base.extend<Fixtures>({
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
