import type { Mail } from './outbox.ts'
import { type MailKind, mailWords } from './mail-words.ts'

/** What the local auth server hands over with a mail. */
interface MailMeta {
  userId?: string
  tokenHashNew?: string
  currentEmail?: string
  newEmail?: string
}

interface AuthMailerOptions {
  /** The portal's address; links lead to its `/auth/confirm`, as those of the hosted templates do. */
  siteUrl: string
  send: (mail: Mail) => Promise<void>
  /** The language a person chose when signing up. */
  localeOf: (userId: string) => Promise<string | null>
}

export type AuthMailer = ReturnType<typeof createAuthMailer>

/** The mails of the sign-in server, each in the language its reader signed up in. */
export function createAuthMailer({ siteUrl, send, localeOf }: AuthMailerOptions) {
  const write = async (kind: MailKind, to: string, link: { type: string; tokenHash: string }, meta: MailMeta = {}) => {
    const words = mailWords(kind, meta.userId === undefined ? null : await localeOf(meta.userId))
    const url = new URL('/auth/confirm', siteUrl)
    url.search = new URLSearchParams({ token_hash: link.tokenHash, type: link.type }).toString()
    const fill = (text: string) => text.replace('{email}', meta.currentEmail ?? '').replace('{newEmail}', meta.newEmail ?? '')
    const text = [fill(words.text), `${words.act}:\n${url.href}`, words.end].join('\n\n')
    await send({ to, subject: words.subject, text })
  }
  return {
    sendConfirmation: (email: string, tokenHash: string, _code: string, meta?: MailMeta) =>
      write('signup', email, { type: 'email', tokenHash }, meta),
    sendRecovery: (email: string, tokenHash: string, _code: string, meta?: MailMeta) =>
      write('recovery', email, { type: 'recovery', tokenHash }, meta),
    /** Both addresses are asked, each by a token of its own. */
    sendEmailChange: async (email: string, tokenHash: string, _code: string, meta: MailMeta = {}) => {
      await write('emailChangeOld', email, { type: 'email_change', tokenHash }, meta)
      if (meta.newEmail !== undefined && meta.tokenHashNew !== undefined)
        await write('emailChangeNew', meta.newEmail, { type: 'email_change', tokenHash: meta.tokenHashNew }, meta)
    },
    sendMagicLink: async () => undefined,
    sendReauthentication: async () => undefined,
  }
}
