import { z } from 'zod'
import { networkSchema } from '#lib/shared/network-schema'
import { signInProvidersSchema } from '#lib/shared/sign-in-providers'

const flag = z
  .enum(['0', '1'])
  .optional()
  .transform((value) => value === '1')
const text = z.string().min(1).optional()
const positive = (fallback: number) => z.coerce.number().int().positive().default(fallback)
const cidrs = z
  .string()
  .default('')
  .transform((value) => value.split(',').flatMap((entry) => entry.trim() || []))
  .pipe(z.array(networkSchema))
const usd = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,9})?$/, 'must be a decimal amount of US dollars')
  .optional()

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: text,
  TOLLGATE_PUBLIC_URL: z.url().optional(),
  TOLLGATE_DEV: flag,
  TOLLGATE_EMBEDDED: flag,
  TOLLGATE_OUTBOX_DIR: text,
  TOLLGATE_MASTER_KEYS: text,
  TOLLGATE_ALLOW_PRIVATE_UPSTREAMS: flag,
  TOLLGATE_TRUSTED_PROXIES: cidrs,
  TOLLGATE_MAX_BODY_BYTES: positive(20 * 1024 * 1024),
  TOLLGATE_REQUEST_TIMEOUT_MS: positive(600_000),
  DATABASE_URL: z.url().optional(),
  GATEWAY_DATABASE_URL: z.url().optional(),
  DATABASE_ADMIN_URL: z.url().optional(),
  SUPABASE_URL: z.url().optional(),
  SUPABASE_PUBLISHABLE_KEY: text,
  TOLLGATE_SIGN_IN_PROVIDERS: signInProvidersSchema,
  UPSTASH_REDIS_REST_URL: z.url().optional(),
  UPSTASH_REDIS_REST_TOKEN: text,
  REDIS_URL: z.url().optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: text,
  SIGNUP_CREDIT_USD: usd,
  /** Set by the host of that name, which writes the caller's address into a header itself. */
  VERCEL: flag,
  CRON_SECRET: z.string().min(16).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
})

/** Services that work only when every one of their variables is set. */
const groups: Record<string, readonly (keyof z.infer<typeof schema>)[]> = {
  Auth: ['SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY'],
  Mail: ['SMTP_URL', 'MAIL_FROM'],
  Upstash: ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
}

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]', '::1'])

export type Env = ReturnType<typeof parseEnv>

/**
 * The environment, checked and grouped by service.
 * @throws Error naming every variable that is missing or malformed; never their values.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const present = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(present)
  if (!parsed.success) throw new Error(`environment: ${parsed.error.issues.map((i) => `${i.path.join('.')} ${i.message}`).join('; ')}`)
  const values = parsed.data
  for (const [service, names] of Object.entries(groups)) {
    const missing = names.filter((name) => values[name] === undefined)
    if (missing.length > 0 && missing.length < names.length) throw new Error(`environment: ${service} also needs ${missing.join(', ')}`)
  }
  if (values.TOLLGATE_EMBEDDED && !isLoopbackUrl(values.DATABASE_URL)) {
    throw new Error(
      'environment: TOLLGATE_EMBEDDED brings stand-ins for payments, mail and models; it is refused beside a database that is not on this machine',
    )
  }
  return Object.freeze({
    ...values,
    HOST: values.HOST ?? (values.TOLLGATE_EMBEDDED ? '127.0.0.1' : '0.0.0.0'),
    publicUrl: (values.TOLLGATE_PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/+$/, ''),
    signupCreditUsd: values.SIGNUP_CREDIT_USD ?? (values.TOLLGATE_EMBEDDED ? '1' : '0'),
    trustedProxies: trustedProxies(values.TOLLGATE_TRUSTED_PROXIES, values.TOLLGATE_EMBEDDED),
    allowPrivateUpstreams: values.TOLLGATE_ALLOW_PRIVATE_UPSTREAMS || values.TOLLGATE_EMBEDDED,
  })
}

/** Those the operator names; unless named, a proxy on this very machine, which the embedded stack has none of. */
function trustedProxies(named: readonly string[], isEmbedded: boolean): readonly string[] {
  return named.length > 0 || isEmbedded ? named : ['127.0.0.0/8', '::1']
}

/** Whether a URL leads to this very machine. */
export function isLoopbackUrl(url: string | undefined): boolean {
  return url !== undefined && loopbackHosts.has(new URL(url).hostname)
}

let current: Env | undefined

/** The environment of this process, parsed on first use so that a build needs none of it. */
export function env(): Env {
  current ??= parseEnv(process.env)
  return current
}

/** A variable this unit of work cannot do without. */
export function requireEnv<K extends keyof Env>(name: K): NonNullable<Env[K]> {
  const value = env()[name]
  if (value === undefined || value === null) throw new Error(`environment: ${name} is not set`)
  return value
}
