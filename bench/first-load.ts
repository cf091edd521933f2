import { glob, readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

/**
 * Script a browser loads for the first page it opens, in kB gzipped, for every page of the last build (`next build`).
 * Fails when a page is over the budget: `node bench/first-load.ts`, with `-v` for what each page is made of.
 */
const budgetKb = 250
const root = '.next'
const verbose = process.argv.includes('-v')

interface BuildManifest {
  rootMainFiles: string[]
}
interface ClientManifest {
  entryJSFiles: Record<string, string[]>
}

const sizes = new Map<string, number>()

async function sizeKb(file: string): Promise<number> {
  const known = sizes.get(file)
  if (known !== undefined) return known
  const kb = gzipSync(await readFile(`${root}/${file}`)).length / 1000
  sizes.set(file, kb)
  return kb
}

async function readClientManifest(path: string): Promise<ClientManifest> {
  const text = await readFile(path, 'utf8')
  return JSON.parse(text.slice(text.indexOf('] = ') + 4).replace(/;\s*$/, '')) as ClientManifest
}

const { rootMainFiles } = JSON.parse(await readFile(`${root}/build-manifest.json`, 'utf8')) as BuildManifest
let over = 0
for await (const path of glob(`${root}/server/app/**/page_client-reference-manifest.js`)) {
  const page = path.slice(`${root}/server/app`.length).replace('/page_client-reference-manifest.js', '') || '/'
  if (page.startsWith('/_')) continue
  const { entryJSFiles } = await readClientManifest(path)
  const files = new Set([...rootMainFiles, ...Object.values(entryJSFiles).flat()])
  let total = 0
  for (const file of files) total += await sizeKb(file)
  if (total > budgetKb) over++
  console.log(`${total.toFixed(0).padStart(5)} kB ${total > budgetKb ? 'over ' : '     '} ${page}`)
  if (verbose)
    for (const file of files)
      console.log(
        `        ${(await sizeKb(file)).toFixed(1).padStart(6)} ${rootMainFiles.includes(file) ? 'every page ' : '           '}${file}`,
      )
}
if (over > 0) process.exitCode = 1
