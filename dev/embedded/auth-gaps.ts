import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { AuthMailer } from './auth-mailer.ts'

/** GoTrue's own shortest time between two mails to one address. */
const mailPauseSeconds = 60
const linkSeconds = 3600

export interface GapsOptions {
  database: pg.Pool
  mailer: AuthMailer
  confirmEmail: boolean
  publishableKey: string
  /** The local auth server itself. */
  answer: (request: Request) => Promise<Response>
}

/**
 * Answers like the hosted Auth API where the local server does not: signing up again with a known address, another
 * confirmation mail, an unconfirmed address with a wrong password, links of type `email`, and a change of address that
 * both mailboxes have to confirm.
 */
export function createGapAnswers({ database, mailer, confirmEmail, publishableKey, answer }: GapsOptions) {
  return async (request: Request): Promise<Response> => {
    const url = new URL(request.url)
    if (request.method !== 'POST' || request.headers.get('apikey') !== publishableKey) return answer(request)
    const text = await request.text()
    const body = readObject(text)
    const forward = (altered: unknown = null) =>
      answer(
        new Request(request.url, { method: 'POST', headers: request.headers, body: altered === null ? text : JSON.stringify(altered) }),
      )
    const email = typeof body.email === 'string' ? body.email.toLowerCase() : ''
    switch (url.pathname) {
      case '/auth/v1/signup':
        return (confirmEmail && (await signUpAgain(email, body.password))) || forward()
      case '/auth/v1/resend':
        return body.type === 'signup' ? resendConfirmation(email) : forward()
      case '/auth/v1/token':
        return refuseUnconfirmed(await forward(), email, body.password)
      case '/auth/v1/verify':
        if (body.type === 'email') return forward({ ...body, type: 'signup' })
        if (body.type === 'email_change') return (await agreeToChange(String(body.token_hash ?? ''))) ?? forward()
    }
    return forward()
  }

  /** A known address is answered as a new one; only its mailbox learns the difference. */
  async function signUpAgain(email: string, password: unknown): Promise<Response | null> {
    const known = await findUser(email)
    if (!known || typeof password !== 'string' || password.length < 8) return null
    if (!known.confirmed) {
      const tooSoon = await sendConfirmation(known.id, email)
      if (tooSoon) return tooSoon
    }
    const now = new Date().toISOString()
    return Response.json({
      id: randomUUID(),
      aud: 'authenticated',
      role: '',
      email,
      phone: '',
      confirmation_sent_at: now,
      app_metadata: { provider: 'email', providers: ['email'] },
      user_metadata: {},
      identities: [],
      created_at: now,
      updated_at: now,
      is_anonymous: false,
    })
  }

  async function resendConfirmation(email: string): Promise<Response> {
    const known = await findUser(email)
    const tooSoon = known && !known.confirmed ? await sendConfirmation(known.id, email) : null
    return tooSoon ?? Response.json({})
  }

  async function sendConfirmation(userId: string, email: string): Promise<Response | null> {
    const tokenHash = createHash('sha256').update(randomBytes(32)).digest('hex')
    const { rowCount } = await database.query(
      `update auth.users set confirmation_token = $2, confirmation_sent_at = now()
       where id = $1 and (confirmation_sent_at is null or confirmation_sent_at < now() - make_interval(secs => $3))`,
      [userId, tokenHash, mailPauseSeconds],
    )
    if (!rowCount)
      return refuse(
        429,
        'over_email_send_rate_limit',
        `For security purposes, you can only request this after ${mailPauseSeconds} seconds.`,
      )
    await mailer.sendConfirmation(email, tokenHash, '', { userId })
    return null
  }

  /** The local server says that an address is unconfirmed before it has looked at the password. */
  async function refuseUnconfirmed(response: Response, email: string, password: unknown): Promise<Response> {
    if (response.status !== 400) return response
    const said = readObject(await response.clone().text())
    if (said.error_code !== 'email_not_confirmed') return response
    const { rows } = await database.query<{ matches: boolean }>(
      `select extensions.crypt($2, kept) = kept as matches from (
         select regexp_replace(encrypted_password, '^\\$2b', '$2a') as kept from auth.users where email = $1) as known`,
      [email, String(password)],
    )
    return rows[0]?.matches ? response : refuse(400, 'invalid_credentials', 'Invalid login credentials')
  }

  /**
   * The first of the two links only counts; the second finishes. The local server finishes by the token of the present
   * address alone, so whichever comes last is put in its place.
   * @returns null where the local server is to answer
   */
  async function agreeToChange(tokenHash: string): Promise<Response | null> {
    const open = `email_change_sent_at > now() - make_interval(secs => ${linkSeconds})`
    const first = await database.query(
      `update auth.users set email_change_confirm_status = 1,
         email_change_token_current = case when email_change_token_current = $1 then null else email_change_token_current end,
         email_change_token_new = case when email_change_token_new = $1 then null else email_change_token_new end
       where $1 in (email_change_token_current, email_change_token_new) and length($1) > 6 and ${open}
         and email_change_token_current is not null and email_change_token_new is not null`,
      [tokenHash],
    )
    if (first.rowCount)
      return Response.json({ msg: 'Confirmation link accepted. Please proceed to confirm link sent to the other email', code: '200' })
    await database.query(
      `update auth.users set email_change_token_current = $1, email_change_token_new = null, email_change_confirm_status = 0
       where email_change_token_new = $1 and email_change_token_current is null and length($1) > 6`,
      [tokenHash],
    )
    return null
  }

  async function findUser(email: string): Promise<{ id: string; confirmed: boolean } | undefined> {
    const { rows } = await database.query<{ id: string; confirmed: boolean }>(
      'select id, confirmed_at is not null as confirmed from auth.users where email = $1',
      [email],
    )
    return rows[0]
  }
}

function refuse(status: number, code: string, message: string): Response {
  return Response.json({ code: status, error_code: code, msg: message }, { status, headers: { 'x-sb-error-code': code } })
}

function readObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
