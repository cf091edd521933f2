import { statfs } from 'node:fs/promises'

/** A reason not to start that a person can act on: its message is one sentence that says what to do. */
export class StartFailure extends Error {
  override name = 'StartFailure'
}

export function diskFull(folder: string): StartFailure {
  return new StartFailure(`The disk that holds ${folder} is full: free some space there (500 MB is comfortable) and start again.`)
}

/** Better said before than found in the middle: a database that runs out of space half-way explains itself badly. */
export async function requireSpace(folder: string, megabytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize < megabytes * 1_000_000) throw diskFull(folder)
}

const sentences: Record<string, (path: string) => string> = {
  ENOSPC: (path) => diskFull(path).message,
  EDQUOT: (path) => `Your disk quota for ${path} is used up: free some space there (500 MB is comfortable) and start again.`,
  EACCES: (path) => `No permission to use ${path}: make it yours (chown) or set TOLLGATE_DATA_DIR to a folder that you can write.`,
  EPERM: (path) => `No permission to change ${path}: make it yours (chown) or set TOLLGATE_DATA_DIR to a folder that you can write.`,
  EROFS: (path) => `${path} is on a read-only file system: set TOLLGATE_DATA_DIR to a folder that can be written.`,
  ENOTDIR: (path) => `${path} is not a folder: move that file away or set TOLLGATE_DATA_DIR to another folder.`,
  EMFILE: () => 'Too many files are open: raise the limit with "ulimit -n 4096" and start again.',
}

/** Turns an operating-system error into a sentence; anything unknown is returned as it came. */
export function explainSystemError(error: unknown, folder: string): unknown {
  if (!(error instanceof Error) || error instanceof StartFailure) return error
  const { code, path } = error as NodeJS.ErrnoException
  const sentence = code === undefined ? undefined : sentences[code]
  return sentence ? new StartFailure(sentence(path ?? folder), { cause: error }) : error
}
