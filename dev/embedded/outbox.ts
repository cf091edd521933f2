import { createTransport } from 'nodemailer'
import { keepMail } from '#lib/shared/mail/keep-mail'
import { StartFailure } from './start-failure.ts'

export interface Mail {
  to: string
  subject: string
  text: string
}

export type SendMail = (mail: Mail) => Promise<void>

/** Keeps mails as files instead of sending them. */
export function createOutbox(folder: string): SendMail {
  return (mail) => keepMail(folder, mail)
}

/**
 * Sends mails through a mail server, without waiting for it: how long an answer takes must not tell whether there was a mail.
 * @param url such as `smtps://name:password@mail.example.com`
 * @param from the sender's address, with or without a name
 */
export function createSmtpSender(url: string, from: string): SendMail {
  const transport = createTransport(url)
  return async (mail) => {
    void transport.sendMail({ from, ...mail }).catch((error: Error) => {
      process.stderr.write(`The mail server took no mail: ${error.message}\n`)
    })
  }
}

/** How the embedded stack is to send: by SMTP_URL and MAIL_FROM, which come together, else into the outbox. */
export function readMailSettings(environment: NodeJS.ProcessEnv): { url: string; from: string } | null {
  const { SMTP_URL: url, MAIL_FROM: from } = environment
  if (!url && !from) return null
  if (!url || !from) throw new StartFailure(`${url ? 'MAIL_FROM' : 'SMTP_URL'} is missing: SMTP_URL and MAIL_FROM come together.`)
  if (!/^smtps?:\/\//.test(url) || !URL.canParse(url))
    throw new StartFailure('SMTP_URL is not an address of a mail server: it begins with smtp:// or smtps://.')
  return { url, from }
}
