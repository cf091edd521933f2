import { setTimeout as sleep } from 'node:timers/promises'

/** What one look found. `note` is worth knowing and stops nothing. */
export interface Finding {
  name: string
  state: 'ok' | 'note' | 'missing'
  /** What is so. */
  says: string
  /** What to do about it. */
  mend?: string
}

export const ok = (says: string): Omit<Finding, 'name'> => ({ state: 'ok', says })
export const note = (says: string, mend?: string): Omit<Finding, 'name'> => ({ state: 'note', says, mend })
export const missing = (says: string, mend: string): Omit<Finding, 'name'> => ({ state: 'missing', says, mend })

export interface Check {
  name: string
  look: () => Promise<Omit<Finding, 'name'>>
}

/** A look that fails in a way it did not foresee has found something missing too. */
export async function runCheck({ name, look }: Check): Promise<Finding> {
  try {
    const late = sleep(30_000, undefined, { ref: false }).then(() => Promise.reject(new Error('it did not answer within 30 s')))
    return { name, ...(await Promise.race([look(), late])) }
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    return { name, ...missing(message || code || String(error), 'mend what it says and run the doctor again') }
  }
}
