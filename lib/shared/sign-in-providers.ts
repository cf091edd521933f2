import { z } from 'zod'

/** A way to sign in beside the password, as the auth server calls it and as people read it. */
export interface SignInProvider {
  /** The auth server's name for it: `github`, `google`, `keycloak`, `custom:acme`. */
  id: string
  name: string
}

const knownNames: Record<string, string> = {
  apple: 'Apple',
  azure: 'Microsoft',
  bitbucket: 'Bitbucket',
  github: 'GitHub',
  gitlab: 'GitLab',
  google: 'Google',
  keycloak: 'Keycloak',
  linkedin_oidc: 'LinkedIn',
  slack_oidc: 'Slack',
}

const entry = /^(custom:[a-z0-9][a-z0-9:-]{0,48}|[a-z][a-z0-9_]{1,30})(?:=(.{1,40}))?$/
const most = 6

/** `github, google, custom:acme=Acme`: names of the auth server, each with the words of its button where those differ. */
export const signInProvidersSchema = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
  .pipe(z.array(z.string().regex(entry, 'must be names such as github, google, keycloak=Acme, custom:acme=Acme')).max(most))
  .transform((entries) => entries.map(readEntry))
  .refine((providers) => new Set(providers.map(({ id }) => id)).size === providers.length, 'names a provider twice')

function readEntry(text: string): SignInProvider {
  const [, id = '', name] = entry.exec(text) ?? []
  return { id, name: name?.trim() ?? knownNames[id] ?? id.replace(/^custom:/, '') }
}
