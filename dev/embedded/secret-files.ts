import { open, readFile, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file that only its owner can read; a reader sees the old content or the new, never a part. */
export async function writeSecretFile(path: string, content: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.chmod(0o600)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
  const folder = await open(dirname(path), 'r')
  await folder.sync()
  await folder.close()
}

/** @returns the parsed content, or null when there is no such file; throws SyntaxError when it is damaged */
export async function readJsonFile<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
