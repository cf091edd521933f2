import { StartFailure } from './start-failure.ts'

/** A provider as the local auth server is told of it. */
export interface ProviderSettings {
  enabled: true
  client_id: string
  secret: string
  redirect_uri: string
  /** Another address of the same kind of server, such as GitHub Enterprise's. */
  url?: string
}

/** Those the local auth server can ask. */
const known = ['github', 'google'] as const

/**
 * The providers that the environment names: `TOLLGATE_GITHUB_CLIENT_ID` and `TOLLGATE_GITHUB_CLIENT_SECRET`, the same for Google.
 * @param siteUrl the portal's address, which hands answers of providers on to the auth server
 */
export function readProviderSettings(environment: Record<string, string | undefined>, siteUrl: string): Record<string, ProviderSettings> {
  const found: Record<string, ProviderSettings> = {}
  for (const provider of known) {
    const prefix = `TOLLGATE_${provider.toUpperCase()}`
    const [id, secret] = [environment[`${prefix}_CLIENT_ID`] ?? '', environment[`${prefix}_CLIENT_SECRET`] ?? '']
    if (id === '' && secret === '') continue
    if (id === '' || secret === '')
      throw new StartFailure(`${prefix}_CLIENT_ID and ${prefix}_CLIENT_SECRET go together: set both or neither.`)
    found[provider] = { enabled: true, client_id: id, secret, redirect_uri: `${siteUrl}/auth/v1/callback` }
  }
  const url = environment.TOLLGATE_GITHUB_URL
  // The local server takes an address only with the slash at its end.
  if (url && found.github) found.github.url = `${url.replace(/\/+$/, '')}/`
  return found
}
