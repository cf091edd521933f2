import { defineConfig } from 'vitest/config'

const withPostgres = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    globalSetup: ['tests/support/start-postgres.ts'],
    testTimeout,
    hookTimeout: 60_000,
  },
})

export default defineConfig({
  test: {
    // Child processes end with the thread that started them, so every test file is a process of its own.
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 20_000 } },
      withPostgres('integration', 30_000),
      withPostgres('contract', 30_000),
      withPostgres('faults', 120_000),
    ],
  },
})
