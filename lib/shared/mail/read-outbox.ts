import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const file = z.object({ to: z.string(), subject: z.string(), text: z.string(), sentAt: z.coerce.date() })

export interface KeptMail extends z.infer<typeof file> {
  /** The file's name without its ending. */
  id: string
}

/** Begins with the time, so that names sort by it; nothing else is read as a name, above all no path. */
const idPattern = /^\d{4}-\d\d-\d\dT[0-9.-]+Z-[0-9a-f]{8}$/

/** The newest mails that the embedded stack kept instead of sending, newest first. */
export async function listKeptMails(folder: string, limit: number): Promise<KeptMail[]> {
  const names = await readdir(folder).catch(emptyWhereMissing)
  const ids = names.map((name) => name.replace(/\.json$/, '')).filter((id) => idPattern.test(id))
  const newest = ids.sort().reverse().slice(0, limit)
  const mails = await Promise.all(newest.map((id) => readKeptMail(folder, id)))
  return mails.filter((mail) => mail !== null)
}

/** One mail; null where there is none of that name, or it is not whole. */
export async function readKeptMail(folder: string, id: string): Promise<KeptMail | null> {
  if (!idPattern.test(id)) return null
  const text = await readFile(join(folder, `${id}.json`), 'utf8').catch(() => '')
  const parsed = file.safeParse(parseJson(text))
  return parsed.success ? { id, ...parsed.data } : null
}

function emptyWhereMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
