import { expect, test } from 'vitest'
import { signInProvidersSchema } from '#lib/shared/sign-in-providers'

test('names of the auth server, with words of one’s own where they differ', () => {
  expect(signInProvidersSchema.parse('github, google,keycloak=Acme SSO, custom:acme-idp')).toEqual([
    { id: 'github', name: 'GitHub' },
    { id: 'google', name: 'Google' },
    { id: 'keycloak', name: 'Acme SSO' },
    { id: 'custom:acme-idp', name: 'acme-idp' },
  ])
  expect([signInProvidersSchema.parse(undefined), signInProvidersSchema.parse(' , ')]).toEqual([[], []])
})

test.each(['GitHub', 'https://idp.example', 'custom:', 'github=', 'a&b', 'github,github', 'aa,bb,cc,dd,ee,ff,gg'])(
  '%s is refused',
  (text) => {
    expect(signInProvidersSchema.safeParse(text).success).toBe(false)
  },
)
