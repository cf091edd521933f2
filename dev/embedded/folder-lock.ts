import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processBirth } from './process-life.ts'
import { StartFailure } from './start-failure.ts'

/**
 * Makes this process the only launcher of a data folder. A lock left by a killed launcher is taken over.
 * @returns a function that gives the folder free again
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'launcher.lock')
  const mine = `${process.pid} ${await processBirth(process.pid)}`
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await claim(path, mine)) {
      // Two starts may both have removed the same stale lock: whoever's text is still there after a pause has won.
      await sleep(20)
      if ((await readLock(path)) === mine) return () => rm(path, { force: true })
    }
    const holder = await readLock(path)
    const [pid, birth] = holder.split(' ')
    if (pid && birth && (await processBirth(Number(pid))) === birth) {
      throw new StartFailure(
        `Tollgate already runs with ${folder} (process ${pid}): stop it first, or set TOLLGATE_DATA_DIR and PORT to start another.`,
      )
    }
    await sleep(20)
    if ((await readLock(path)) === holder) await rm(path, { force: true })
  }
  throw new StartFailure(`${path} keeps changing: another start is under way; try again in a moment.`)
}

async function claim(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null
    throw error
  })
  await file?.writeFile(text)
  await file?.close()
  return file !== null
}

const readLock = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')
