import { expect, test } from 'vitest'
import { addModel, modelsIn } from '../../../app/(portal)/[team]/_policy/model-text'

test('the models that lines name are those behind the names where each line is a pair', () => {
  expect(modelsIn('a\n\n b* \n', false)).toEqual(['a', 'b*'])
  expect(modelsIn('fast = a\nslow\nbig =', true)).toEqual(['a', '', ''])
})

test('a model is added on a line of its own, and behind a name that has none yet', () => {
  expect(addModel('', 'm', false)).toEqual({ text: 'm', caret: 1 })
  expect(addModel('a\n', 'm', false)).toEqual({ text: 'a\nm', caret: 3 })
  expect(addModel('fast', 'm', true)).toEqual({ text: 'fast = m', caret: 8 })
  expect(addModel('a = b\nfast = ', 'm', true)).toEqual({ text: 'a = b\nfast = m', caret: 14 })
  expect(addModel('a = b', 'm', true)).toEqual({ text: 'a = b\n = m', caret: 6 })
})
