import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { projectRoot } from '#dev/embedded/data-folder'
import { chromiumLaunch } from '#tests/e2e/support/chromium'
import { dress, heightOf, looks, openOnlooker, widths } from '#tests/e2e/support/look'
import { pages } from '#tests/e2e/support/pages'
import startStack from '#tests/e2e/support/start-stack'

// `npm run screenshots [page …]`: every page, or those named, in both languages, both themes and both widths.
const folder = join(projectRoot, 'screenshots')
const wanted = new Set(process.argv.slice(2))
const chosen = pages.filter(({ name }) => wanted.size === 0 || wanted.has(name))

async function takeScreenshots(): Promise<void> {
  const stopStack = await startStack()
  const browser = await chromium.launch(chromiumLaunch)
  try {
    const onlooker = await openOnlooker(browser)
    if (wanted.size === 0) await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const entry of chosen) {
      const page = await onlooker.open(entry)
      for (const look of looks) {
        await dress(page.context(), look)
        for (const width of widths) {
          await page.setViewportSize({ width, height: heightOf[width] })
          await page.goto(onlooker.addressOf(entry), { waitUntil: 'load' })
          await page.locator('h1').first().waitFor()
          // Fonts, and whatever a page asks for by itself once it stands.
          await page.evaluate(() => document.fonts.ready)
          await page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
          const path = join(folder, `${entry.name}-${look.language}-${look.theme}-${width}.png`)
          await page.screenshot({ path, fullPage: true, animations: 'disabled', caret: 'hide' })
        }
      }
      await page.close()
      process.stdout.write(`  ${entry.name}\n`)
    }
    await onlooker.close()
  } finally {
    await browser.close()
    await stopStack()
  }
  process.stdout.write(`${chosen.length * looks.length * widths.length} pictures in ${folder}\n`)
}

await takeScreenshots()
process.exit(0)
