import { open, rename, stat, type FileHandle } from 'node:fs/promises'

/** Opens a log for appending; one that has grown past 10 MB is put aside first, replacing the one before it. */
export async function openLog(path: string): Promise<FileHandle> {
  const size = (await stat(path).catch(() => null))?.size ?? 0
  if (size > 10_000_000) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}
