import { createTransport, type Transporter } from 'nodemailer'
import { env } from '#lib/shared/env'
import { keepMail } from '#lib/shared/mail/keep-mail'
import { processState } from '#lib/shared/process-state'

export interface Mail {
  to: string
  subject: string
  text: string
}

const timeoutMs = 15_000

/** Whether Tollgate's own mails go anywhere: through a mail server, or into the embedded stack's outbox. */
export function canSendMail(): boolean {
  return env().SMTP_URL !== undefined || env().TOLLGATE_OUTBOX_DIR !== undefined
}

/** Sends a mail of Tollgate's own (those about passwords are the auth server's); throws where it was not taken. */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL: url, MAIL_FROM: from, TOLLGATE_OUTBOX_DIR: folder } = env()
  if (url !== undefined) {
    await transport(url).sendMail({ from, ...mail })
    return
  }
  if (folder === undefined) throw new Error('environment: SMTP_URL is not set, so no mail can be sent')
  await keepMail(folder, mail)
}

function transport(url: string): Transporter {
  return processState('mail-transport', () => {
    const options = {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
    }
    return createTransport(options)
  })
}
