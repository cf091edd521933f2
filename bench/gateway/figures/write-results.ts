import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const file = join(import.meta.dirname, '..', '..', 'RESULTS.md')

/** Puts a section of the results in place of the one with the same heading, or at the end. */
export async function writeSection(heading: string, text: string): Promise<void> {
  const results = await readFile(file, 'utf8')
  const section = `## ${heading}\n\n${text.trim()}\n`
  const start = results.indexOf(`## ${heading}\n`)
  if (start < 0) return writeFile(file, `${results.trimEnd()}\n\n${section}`)
  const next = results.indexOf('\n## ', start)
  await writeFile(file, results.slice(0, start) + section + (next < 0 ? '' : results.slice(next)))
}
