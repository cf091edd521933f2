import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { StartFailure } from './start-failure.ts'

export interface Mail {
  to: string
  subject: string
  text: string
}

export type SendMail = (mail: Mail) => Promise<void>

/** Keeps mails as files instead of sending them, newest name last; each is readable only by the owner of the folder. */
export function createOutbox(folder: string): SendMail {
  return async (mail) => {
    const sentAt = new Date().toISOString()
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const path = join(folder, `${sentAt.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.json`)
    await writeFile(path, JSON.stringify({ ...mail, sentAt }, null, 2), { mode: 0o600 })
  }
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
