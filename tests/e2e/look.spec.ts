import AxeBuilder from '@axe-core/playwright'
import { test as base, expect, type Page } from '@playwright/test'
import en from '../../messages/en/index'
import { dress, heightOf, leastLooks, type Onlooker, openOnlooker, widths } from './support/look'
import { pages } from './support/pages'

const test = base.extend<object, { onlooker: Onlooker }>({
  onlooker: [
    async ({ browser }, use) => {
      const onlooker = await openOnlooker(browser)
      await use(onlooker)
      await onlooker.close()
    },
    { scope: 'worker' },
  ],
})

/** `keys.title` and the like: what a page shows where a message is missing. */
const bareKey = new RegExp(`(?<![\\w./@-])(${Object.keys(en).join('|')})\\.[a-z][A-Za-z]+(?![\\w/@-])`)

for (const entry of pages) {
  test(`${entry.name} looks right in both languages, both themes and both widths`, async ({ onlooker }) => {
    const page = await onlooker.open(entry)
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    for (const look of leastLooks) {
      const name = `${look.language} ${look.theme}`
      await dress(page.context(), look)
      await page.setViewportSize({ width: 1280, height: heightOf[1280] })
      const answer = await page.goto(onlooker.addressOf(entry), { waitUntil: 'load' })
      expect.soft(answer?.status(), name).toBe(200)
      await expect.soft(page.locator('h1').first(), name).toBeVisible()
      await expect.soft(page.locator('html'), name).toHaveAttribute('lang', look.language === 'zh' ? 'zh-CN' : 'en')
      expect.soft((await page.locator('body').innerText()).match(bareKey)?.[0], name).toBeUndefined()
      for (const width of widths) {
        await page.setViewportSize({ width, height: heightOf[width] })
        expect.soft(await overflowOf(page), `${name} ${width} px wide`).toEqual([])
        // Colours are judged at the desk in both themes; the phone adds its own controls, which one look shows.
        if (width === 1280 || look.theme === 'light') expect.soft(await seriousFindings(page), `${name} ${width} px wide`).toEqual([])
      }
    }
    expect.soft(complaints).toEqual([])
    await page.close()
  })
}

/** What stands out beyond the right edge of the window, when the page itself can be pushed sideways. */
function overflowOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
    return [`${scrollWidth - clientWidth} px too wide`, ...wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 160))]
  })
}

async function seriousFindings(page: Page): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(({ id, nodes }) => [id, nodes.slice(0, 3).map((node) => node.html)])
}
