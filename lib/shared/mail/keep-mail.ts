import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Keeps a mail as a file instead of sending it, newest name last; readable only by the owner of the folder. */
export async function keepMail(folder: string, mail: { to: string; subject: string; text: string }): Promise<void> {
  const sentAt = new Date().toISOString()
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${sentAt.replaceAll(':', '-')}-${randomUUID().slice(0, 8)}.json`)
  await writeFile(path, JSON.stringify({ ...mail, sentAt }, null, 2), { mode: 0o600 })
}
