import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { forgetProcessState } from '#lib/shared/process-state'
import { shareRefresh } from '../../../app/_auth/share-refresh'

const url = 'http://127.0.0.1:9999/auth/v1/token?grant_type=refresh_token'
const renewing = (token: string) => shareRefresh(url, { method: 'POST', body: JSON.stringify({ refresh_token: token }) })

let asked: string[]
let status: number
beforeEach(() => {
  asked = []
  status = 200
  forgetProcessState('auth-refresh')
  vi.useFakeTimers({ toFake: ['Date'] })
  vi.stubGlobal('fetch', async (_: string, init?: RequestInit) => {
    asked.push(String(init?.body))
    return Response.json({ nth: asked.length }, { status })
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const nth = async (answer: Promise<Response>) => ((await (await answer).json()) as { nth: number }).nth

test('requests that bring the same session renew it once, those a little late too', async () => {
  expect(await Promise.all([renewing('a'), renewing('a'), renewing('a')].map(nth))).toEqual([1, 1, 1])
  vi.setSystemTime(Date.now() + 9_000)
  expect(await nth(renewing('a'))).toBe(1)
  expect(await nth(renewing('b'))).toBe(2)
  vi.setSystemTime(Date.now() + 2_000)
  expect(await nth(renewing('a'))).toBe(3)
})

test('a refusal is shared like a renewal; an outage is asked about anew', async () => {
  status = 400
  expect([(await renewing('a')).status, await nth(renewing('a'))]).toEqual([400, 1])
  status = 503
  expect(await Promise.all([renewing('b'), renewing('b')].map(nth))).toEqual([2, 2])
  status = 200
  expect(await nth(renewing('b'))).toBe(3)
})

test('signing in is nobody else’s answer', async () => {
  const signingIn = () => shareRefresh(url.replace('refresh_token', 'password'), { method: 'POST', body: '{}' })
  expect(await Promise.all([nth(signingIn()), nth(signingIn())])).toEqual([1, 2])
})
