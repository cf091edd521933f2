import { defineConfig } from '@playwright/test'
import { chromiumLaunch } from './tests/e2e/support/chromium'

const desk = { browserName: 'chromium' as const, launchOptions: chromiumLaunch, viewport: { width: 1280, height: 800 } }
const lookSpec = '**/look.spec.ts'

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './tests/e2e/support/start-stack.ts',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // Tests share one stack, each with a person and team of its own: what belongs to everybody is changed by none, or to what it was.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: [['list']],
  use: {
    baseURL: process.env.E2E_BASE_URL,
    trace: { mode: 'retain-on-failure', screenshots: false },
    permissions: ['clipboard-read', 'clipboard-write'],
    // A page that never comes is told by its own line, long before the test's end.
    navigationTimeout: 60_000,
  },
  projects: [
    { name: 'en', testIgnore: lookSpec, use: { ...desk, locale: 'en-US', colorScheme: 'light' } },
    {
      name: 'zh',
      testIgnore: lookSpec,
      use: { ...desk, locale: 'zh-CN', extraHTTPHeaders: { 'accept-language': 'zh-CN' }, colorScheme: 'dark' },
    },
    // Goes through both languages and both themes by itself.
    { name: 'look', testMatch: lookSpec, fullyParallel: true, use: desk },
  ],
})
