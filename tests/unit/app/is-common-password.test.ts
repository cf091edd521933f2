import { expect, test } from 'vitest'
import { newPasswordField } from '../../../app/_auth/auth-fields'
import { isCommonPassword } from '../../../app/_auth/is-common-password'

test.each([
  'password',
  'Password1!',
  'PASSWORD2026',
  'qwertyuiop',
  '12345678',
  '19900412',
  'aaaaaaaa',
  'abcabcabc',
  '1q2w3e4r',
  'iloveyou',
])('%s is refused in words of its own', (password) => {
  expect(isCommonPassword(password)).toBe(true)
  expect(newPasswordField.safeParse(password).error?.issues.map((issue) => issue.message)).toEqual(['passwordCommon'])
})

test.each(['correct horse battery', 'tollgate-operator', 'Kx7-passwordless', '314159265358979', 'mein langes Wort 7'])(
  '%s is taken',
  (password) => {
    expect(newPasswordField.parse(password)).toBe(password)
  },
)

test('a short password is told to be short alone', () => {
  expect(newPasswordField.safeParse('abc').error?.issues[0]?.message).toBe('password')
})
