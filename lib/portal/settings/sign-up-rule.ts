export const signUpModes = ['open', 'domain', 'invite'] as const
export type SignUpMode = (typeof signUpModes)[number]

export const mostDomains = 50
const domainPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/

/** As a person may write it, with the @ before it. */
export function readDomain(text: string): string | null {
  const domain = text.trim().toLowerCase().replace(/^@/, '')
  return domainPattern.test(domain) ? domain : null
}

/** Who may make an account. Whoever is invited into a team may, whatever the mode. */
export interface SignUpRule {
  mode: SignUpMode
  /** Of mail addresses, in lower case; they count where the mode is `domain`. */
  domains: string[]
}
