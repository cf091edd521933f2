export const signUpModes = ['open', 'domain', 'invite'] as const
export type SignUpMode = (typeof signUpModes)[number]

/** Who may make an account. Whoever is invited into a team may, whatever the mode. */
export interface SignUpRule {
  mode: SignUpMode
  /** Of mail addresses, in lower case; they count where the mode is `domain`. */
  domains: string[]
}
