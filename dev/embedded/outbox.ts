import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Mail {
  to: string
  subject: string
  text?: string
  html?: string
}

/** Keeps mails as files instead of sending them, newest name last; each is readable only by the owner of the folder. */
export function createOutbox(folder: string): { send(mail: Mail): Promise<void> } {
  return {
    send: async (mail) => {
      const sentAt = new Date().toISOString()
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, `${sentAt.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.json`)
      await writeFile(path, JSON.stringify({ ...mail, sentAt }, null, 2), { mode: 0o600 })
    },
  }
}
