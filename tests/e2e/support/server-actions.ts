import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { APIResponse, Page } from '@playwright/test'
import { projectRoot } from '#dev/embedded/data-folder'

export interface ServerAction {
  id: string
  name: string
  /** The file that exports it, from the root. */
  file: string
  /** A page it can be sent to, `/[team]/keys`. */
  page: string
}

interface Manifest {
  node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>
}

/** Every server action of the build under test, as the build itself lists them. */
export function listServerActions(): ServerAction[] {
  const manifest = join(projectRoot, '.next', 'server', 'server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as Manifest
  return Object.entries(node).map(([id, { filename, exportedName, workers }]) => ({
    id,
    name: exportedName,
    file: filename,
    page: `/${Object.keys(workers)[0]?.replace(/^app\/|\/?page$|\([^)]+\)\/?/g, '') ?? ''}`,
  }))
}

/** Sends a form's action as its page would: what it was last, and the fields. */
export function sendForm(page: Page, { id, at }: { id: string; at: string }, fields: Record<string, string>): Promise<APIResponse> {
  const multipart = new FormData()
  for (const [name, value] of Object.entries(fields)) multipart.append(`_1_${name}`, value)
  // Last, as React sends it: what it refers to is there by then.
  multipart.append('0', '[{"status":"idle"},"$K1"]')
  return page.request.post(at, { headers: { 'next-action': id, accept: 'text/x-component' }, multipart })
}

/** Whether a page was not found, also where its frame had been sent before that was known. */
export async function isNotFound(answer: APIResponse): Promise<boolean> {
  return answer.status() === 404 || (await answer.text()).includes('NEXT_HTTP_ERROR_FALLBACK;404')
}
