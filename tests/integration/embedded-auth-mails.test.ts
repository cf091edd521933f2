import { createClient } from '@supabase/supabase-js'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startAuth, type EmbeddedAuth } from '#dev/embedded/auth'
import { generateSigningKey } from '#dev/embedded/auth-tokens'
import type { Mail } from '#dev/embedded/outbox'
import { createTestDatabase, type TestDatabase } from '#tests/support/test-database'

const keys = { jwtSecret: 'local-secret-'.repeat(4), signingKey: generateSigningKey(), publishableKey: 'sb_publishable_test' }
const password = 'correct horse'
let next = 0
const newEmail = () => `reader${++next}@example.com`

let database: TestDatabase
let admin: pg.Client
let mails: Mail[]

const client = (auth: EmbeddedAuth) =>
  createClient(auth.url, keys.publishableKey, { auth: { persistSession: false, autoRefreshToken: false } }).auth

/** The latest mail to an address, and what its link says. */
function lastMail(to: string) {
  const mail = mails.findLast((each) => each.to === to)
  const link = new URL(/https?:\S+/.exec(mail?.text ?? '')?.[0] ?? 'missing:')
  return { ...mail, tokenHash: link.searchParams.get('token_hash') ?? '', type: link.searchParams.get('type') ?? '' }
}

/** As if the mails to an address were sent this long ago. */
async function age(email: string, interval: string) {
  await admin.query(
    `update auth.users set confirmation_sent_at = confirmation_sent_at - $2::interval, recovery_sent_at = recovery_sent_at - $2::interval,
       email_change_sent_at = email_change_sent_at - $2::interval where email = $1`,
    [email, interval],
  )
}

beforeAll(async () => {
  database = await createTestDatabase()
  admin = new pg.Client({ connectionString: database.adminUrl })
  await admin.connect()
  mails = []
})
afterAll(async () => {
  await admin.end()
  await database.drop()
})

const start = (confirmEmail: boolean) =>
  startAuth({
    adminUrl: database.adminUrl,
    siteUrl: 'http://localhost:3000',
    sendMail: async (mail) => void mails.push(mail),
    confirmEmail,
    ...keys,
  })

describe('without confirmation by mail', () => {
  let auth: EmbeddedAuth
  beforeAll(async () => (auth = await start(false)))
  afterAll(() => auth.close())

  const signUp = async (email = newEmail()) => {
    const person = client(auth)
    const { data } = await person.signUp({ email, password, options: { data: { locale: 'zh' } } })
    return { person, email, userId: data.user?.id ?? '' }
  }

  it('resets a password by a link that works once, in the language of the reader', async () => {
    const { email, userId } = await signUp()
    await client(auth).resetPasswordForEmail(email)
    const mail = lastMail(email)
    expect(mail).toMatchObject({ subject: '重设密码', type: 'recovery' })
    const visitor = client(auth)
    const { data } = await visitor.verifyOtp({ type: 'recovery', token_hash: mail.tokenHash })
    expect(data.user?.id).toBe(userId)
    expect((await visitor.updateUser({ password: 'a better horse' })).error).toBeNull()
    expect((await client(auth).signInWithPassword({ email, password: 'a better horse' })).error).toBeNull()
    expect((await client(auth).verifyOtp({ type: 'recovery', token_hash: mail.tokenHash })).error?.code).toBe('otp_expired')
  })

  it('refuses a reset link after an hour', async () => {
    const { email } = await signUp()
    await client(auth).resetPasswordForEmail(email)
    await age(email, '61 minutes')
    const { error } = await client(auth).verifyOtp({ type: 'recovery', token_hash: lastMail(email).tokenHash })
    expect(error?.code).toBe('otp_expired')
  })

  it('answers a reset for an unknown address as one for a known address, and writes no mail', async () => {
    const { email } = await signUp()
    const unknown = newEmail()
    const known = await client(auth).resetPasswordForEmail(email)
    expect(await client(auth).resetPasswordForEmail(unknown)).toEqual(known)
    expect(mails.some((mail) => mail.to === unknown)).toBe(false)
  })

  it.each(['old address first', 'new address first'])('changes an address when both mailboxes agree: %s', async (order) => {
    const { person, email, userId } = await signUp()
    const moved = newEmail()
    expect((await person.updateUser({ email: moved })).data.user).toMatchObject({ email, new_email: moved })
    const [first, second] = order === 'old address first' ? [email, moved] : [moved, email]
    const half = await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(first).tokenHash })
    expect(half).toMatchObject({ error: null, data: { user: null, session: null } })
    expect((await client(auth).signInWithPassword({ email, password })).error).toBeNull()
    const again = await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(first).tokenHash })
    expect(again.error?.code).toBe('otp_expired')
    const done = await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(second).tokenHash })
    expect(done.data.user).toMatchObject({ id: userId, email: moved })
    expect((await client(auth).signInWithPassword({ email: moved, password })).error).toBeNull()
    expect((await client(auth).signInWithPassword({ email, password })).error?.code).toBe('invalid_credentials')
  })

  it('does not count an agreement to an earlier change for a later one', async () => {
    const { person, email } = await signUp()
    const [wanted, other] = [newEmail(), newEmail()]
    await person.updateUser({ email: wanted })
    await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(wanted).tokenHash })
    await person.updateUser({ email: other })
    const half = await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(other).tokenHash })
    expect(half.data.user).toBeNull()
    expect((await client(auth).signInWithPassword({ email, password })).error).toBeNull()
  })

  it('refuses the second link of a change after an hour', async () => {
    const { person, email } = await signUp()
    const moved = newEmail()
    await person.updateUser({ email: moved })
    await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(email).tokenHash })
    await age(email, '61 minutes')
    const { error } = await client(auth).verifyOtp({ type: 'email_change', token_hash: lastMail(moved).tokenHash })
    expect(error?.code).toBe('otp_expired')
  })

  it('ends the other sessions, or all of them', async () => {
    const { person, email } = await signUp()
    const elsewhere = client(auth)
    const { data } = await elsewhere.signInWithPassword({ email, password })
    expect((await person.signOut({ scope: 'others' })).error).toBeNull()
    expect((await person.getUser()).error).toBeNull()
    expect((await client(auth).getUser(data.session?.access_token)).error).not.toBeNull()
    expect((await client(auth).refreshSession({ refresh_token: data.session?.refresh_token ?? '' })).error).not.toBeNull()
    const { data: kept } = await person.getSession()
    await person.signOut({ scope: 'global' })
    expect((await client(auth).getUser(kept.session?.access_token)).error).not.toBeNull()
  })
})

describe('with confirmation by mail', () => {
  let auth: EmbeddedAuth
  beforeAll(async () => (auth = await start(true)))
  afterAll(() => auth.close())

  const signUp = async (email: string) => client(auth).signUp({ email, password })

  it('signs up without a session, and in by the link of the mail', async () => {
    const email = newEmail()
    const { data, error } = await signUp(email)
    expect(error).toBeNull()
    expect(data.session).toBeNull()
    const mail = lastMail(email)
    expect(mail).toMatchObject({ subject: 'Confirm your email address', type: 'email' })
    const confirmed = await client(auth).verifyOtp({ type: 'email', token_hash: mail.tokenHash })
    expect(confirmed.data.session?.user.email).toBe(email)
    expect((await client(auth).verifyOtp({ type: 'email', token_hash: mail.tokenHash })).error?.code).toBe('otp_expired')
    expect((await client(auth).signInWithPassword({ email, password })).error).toBeNull()
  })

  it('answers a sign-up with a taken address in the shape of a new one, and leaves the account alone', async () => {
    const email = newEmail()
    await signUp(email)
    await client(auth).verifyOtp({ type: 'email', token_hash: lastMail(email).tokenHash })
    const count = mails.length
    const fresh = await signUp(newEmail())
    const taken = await client(auth).signUp({ email, password: 'somebody else' })
    expect(taken.error).toBeNull()
    expect(taken.data.session).toBeNull()
    expect(Object.keys(taken.data.user ?? {}).sort()).toEqual(Object.keys(fresh.data.user ?? {}).sort())
    expect(mails.slice(count).map((mail) => mail.to)).not.toContain(email)
    expect((await client(auth).signInWithPassword({ email, password: 'somebody else' })).error?.code).toBe('invalid_credentials')
  })

  it('sends another confirmation after a minute, and the older link is void', async () => {
    const email = newEmail()
    await signUp(email)
    const first = lastMail(email).tokenHash
    expect((await client(auth).resend({ type: 'signup', email })).error?.code).toBe('over_email_send_rate_limit')
    await age(email, '61 seconds')
    expect((await client(auth).resend({ type: 'signup', email })).error).toBeNull()
    const second = lastMail(email).tokenHash
    expect(second).not.toBe(first)
    expect((await client(auth).verifyOtp({ type: 'email', token_hash: first })).error?.code).toBe('otp_expired')
    expect((await client(auth).verifyOtp({ type: 'email', token_hash: second })).data.user?.email).toBe(email)
    expect((await client(auth).resend({ type: 'signup', email: newEmail() })).error).toBeNull()
  })

  it('says that an address is unconfirmed only to who knows the password', async () => {
    const email = newEmail()
    await signUp(email)
    expect((await client(auth).signInWithPassword({ email, password: 'wrong horse' })).error?.code).toBe('invalid_credentials')
    expect((await client(auth).signInWithPassword({ email, password })).error?.code).toBe('email_not_confirmed')
  })
})
