import { expect, test } from 'vitest'
import { requestStatuses } from '#lib/portal/requests/request-row'
import { errorTable } from '#lib/shared/errors'
import en from '../../../messages/en/index'
import zh from '../../../messages/zh/index'

const languages = { en: en.logs, zh: zh.logs }

test.each(Object.entries(languages))('every error has advice in %s, and so has every state but success', (_, logs) => {
  expect(Object.keys(logs.advice).sort()).toEqual(Object.keys(errorTable).sort())
  const states = requestStatuses.filter((status) => status !== 'succeeded').toSorted()
  expect(Object.keys(logs.states).sort()).toEqual(states)
  expect(Object.keys(logs.stateAdvice).sort()).toEqual(states)
  for (const text of [...Object.values(logs.advice), ...Object.values(logs.stateAdvice)]) expect(text).not.toBe('')
})

test.each(Object.values(languages))('no advice speaks of what only operators know', (logs) => {
  const texts = [...Object.values(logs.advice), ...Object.values(logs.states), ...Object.values(logs.stateAdvice)]
  for (const text of texts) expect(text).not.toMatch(/channel|route|渠道|路由/i)
})
