import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOutbox } from '#dev/embedded/outbox'
import { listKeptMails, readKeptMail } from '#lib/shared/mail/read-outbox'

let folder: string
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'outbox-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

test('mails are listed newest first, and read by their name', async () => {
  const send = createOutbox(join(folder, 'mails'))
  for (const subject of ['first', 'second', 'third']) {
    await send({ to: 'ada@example.com', subject, text: 'Hello' })
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const mails = await listKeptMails(join(folder, 'mails'), 2)
  expect(mails.map((mail) => mail.subject)).toEqual(['third', 'second'])
  expect(await readKeptMail(join(folder, 'mails'), mails[0]?.id ?? '')).toMatchObject({ to: 'ada@example.com', text: 'Hello' })
})

test('nothing but a whole mail of the folder is read', async () => {
  await writeFile(join(folder, 'secrets.json'), JSON.stringify({ to: 'a', subject: 'b', text: 'c', sentAt: new Date() }))
  await writeFile(join(folder, '2026-11-22T10-00-00.000Z-0123abcd.json'), '{"to":"ada')
  for (const id of ['secrets', '../secrets', '2026-11-22T10-00-00.000Z-0123abcd', '2026-11-22T10-00-00.000Z-00000000', ''])
    expect(await readKeptMail(folder, id)).toBeNull()
  expect(await listKeptMails(folder, 10)).toEqual([])
  expect(await listKeptMails(join(folder, 'missing'), 10)).toEqual([])
})
