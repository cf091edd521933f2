import { expect, test } from 'vitest'
import { signUpForm } from '../../../app/(operator)/admin/settings/_actions/sign-up-form'

test('domains are taken as they are written, with the @ before them or without', () => {
  const posted = { mode: 'domain', sign_up_domains: ' @Acme.example \n\nbeta.example' }
  expect(signUpForm.parse(posted)).toEqual({ mode: 'domain', sign_up_domains: ['@Acme.example', 'beta.example'] })
  expect(signUpForm.parse({ mode: 'open', sign_up_domains: '' })).toEqual({ mode: 'open', sign_up_domains: [] })
})

test.each([
  ['', 'required', undefined],
  ['acme.example\nbad domain', 'domains', 'bad domain'],
  [Array.from({ length: 51 }, (_, at) => `d${at}.example`).join('\n'), 'domains', undefined],
])('a rule by domain is refused at its field: %s', (text, message, entry) => {
  const issue = signUpForm.safeParse({ mode: 'domain', sign_up_domains: text }).error?.issues[0]
  expect(issue).toMatchObject({ path: ['sign_up_domains'], message })
  expect(issue?.code === 'custom' ? issue.params?.entry : null).toBe(entry)
})
