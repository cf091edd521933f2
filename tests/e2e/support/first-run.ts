import { readFileSync } from 'node:fs'

export interface FirstRun {
  base_url: string
  operator: { email: string; password: string }
  models: string[]
}

/** What the first start of this stack wrote for scripts. */
export function firstRun(): FirstRun {
  const path = process.env.E2E_FIRST_RUN
  if (!path) throw new Error('E2E_FIRST_RUN is not set: the global setup has not run')
  return JSON.parse(readFileSync(path, 'utf8')) as FirstRun
}
