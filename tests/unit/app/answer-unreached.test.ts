import { expect, test } from 'vitest'
import { type ActionState, idle } from '../../../app/_auth/action-state'
import { answerUnreached } from '../../../app/_ui/answer-unreached'

const form = new FormData()
form.set('amount', '0.7')

const failing = (thrown: Error) => answerUnreached(() => Promise.reject<ActionState>(thrown), 'No network')

test('a form that the network did not let through is refused with what was entered', async () => {
  expect(await failing(new TypeError('Failed to fetch'))(idle, form)).toEqual({
    status: 'refused',
    message: 'No network',
    entered: { amount: '0.7' },
  })
})

test('a part of the page that did not come is the network’s too', async () => {
  const missing = Object.assign(new Error('Failed to load chunk'), { name: 'ChunkLoadError' })
  expect(await failing(missing)(idle, form)).toMatchObject({ status: 'refused', message: 'No network' })
})

test('an answer, a way to another page and an error of the server are passed on', async () => {
  const done: ActionState = { status: 'done', value: null }
  expect(await answerUnreached(() => Promise.resolve(done), 'No network')(idle, form)).toBe(done)
  const redirect = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;push;/start;307;' })
  await expect(failing(redirect)(idle, form)).rejects.toBe(redirect)
  const onServer = Object.assign(new TypeError('undefined is not a function'), { digest: '123' })
  await expect(failing(onServer)(idle, form)).rejects.toBe(onServer)
  const other = new RangeError('of a script')
  await expect(failing(other)(idle, form)).rejects.toBe(other)
})
