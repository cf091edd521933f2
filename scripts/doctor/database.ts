import pg from 'pg'
import { parseMasterKeys } from '#lib/shared/crypto'
import { pendingMigrations } from '../migrations.ts'
import { missing, note, ok, type Check } from './finding.ts'

export const databaseChecks: Check[] = [
  { name: 'Login of the pages', look: () => asLogin('DATABASE_URL', checkPortalLogin) },
  { name: 'Login of the gateway', look: () => asLogin('GATEWAY_DATABASE_URL', checkGatewayLogin) },
  { name: 'Migrations', look: () => asOwner(checkMigrations) },
  { name: 'Row-level security', look: () => asOwner(checkRowSecurity) },
  { name: 'Stored credentials', look: () => asOwner(checkCredentials) },
  { name: 'Operator', look: () => asOwner(checkOperator) },
]

type Look = (client: pg.Client) => ReturnType<Check['look']>

async function connected(connectionString: string, look: Look): ReturnType<Check['look']> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await look(client)
  } finally {
    await client.end()
  }
}

async function asLogin(name: 'DATABASE_URL' | 'GATEWAY_DATABASE_URL', look: Look): ReturnType<Check['look']> {
  const url = process.env[name]
  return url ? connected(url, look) : missing(`${name} is not set`, 'docs/deploy.md says where it comes from')
}

async function asOwner(look: Look): ReturnType<Check['look']> {
  const url = process.env.DATABASE_ADMIN_URL
  return url ? connected(url, look) : note('not checked', 'set DATABASE_ADMIN_URL in this shell (never on the host) to look')
}

interface Login {
  name: string
  too_strong: boolean
  may_be_portal: boolean
  may_be_member: boolean
  may_admit: boolean | null
  reads_tables: boolean
}

async function readLogin(client: pg.Client): Promise<Login> {
  const { rows } = await client.query<Login>(`
    select current_user as name, r.rolsuper or r.rolbypassrls or r.rolcreaterole as too_strong,
      pg_has_role(current_user, 'portal', 'set') as may_be_portal,
      pg_has_role(current_user, 'authenticated', 'set') as may_be_member,
      (select bool_or(has_function_privilege(p.oid, 'execute')) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'ledger' and p.proname = 'admit') as may_admit,
      coalesce(bool_or(has_table_privilege(c.oid, 'select, insert, update, delete')), false) as reads_tables
    from pg_roles r
    left join pg_class c on c.relkind in ('r', 'p', 'v') and c.relnamespace in (select oid from pg_namespace where nspname in ('core', 'usage', 'ledger'))
    where r.rolname = current_user
    group by r.rolsuper, r.rolbypassrls, r.rolcreaterole`)
  const [login] = rows
  if (!login) throw new Error('the login does not know its own role')
  return login
}

async function checkPortalLogin(client: pg.Client) {
  const { name, too_strong, may_be_portal, may_be_member, reads_tables } = await readLogin(client)
  if (too_strong || reads_tables)
    return missing(`${name} has rights of its own`, 'use the login tollgate_app, which must name a role for each piece of work')
  if (!may_be_portal || !may_be_member)
    return missing(`${name} cannot become portal and authenticated`, 'use the login tollgate_app, and apply the migrations')
  return ok(`${name} owns nothing and becomes portal or authenticated for each piece of work`)
}

async function checkGatewayLogin(client: pg.Client) {
  const { name, too_strong, may_be_portal, may_be_member, may_admit, reads_tables } = await readLogin(client)
  if (too_strong || reads_tables || may_be_portal || may_be_member) {
    return missing(`${name} may do more than call the gateway's functions`, 'use the login tollgate_gateway')
  }
  if (!may_admit) return missing(`${name} may not admit requests`, 'use the login tollgate_gateway, and apply the migrations')
  return ok(`${name} may call the gateway's functions and nothing else`)
}

async function checkMigrations(client: pg.Client) {
  const pending = await pendingMigrations(client)
  return pending.length === 0 ? ok('up to date') : missing(`${pending.length} not applied`, 'npm run db:migrate')
}

async function checkRowSecurity(client: pg.Client) {
  const { rows } = await client.query<{ name: string }>(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('core', 'usage', 'ledger') and c.relkind in ('r', 'p') and not c.relrowsecurity`)
  if (rows.length > 0)
    return missing(`off for ${rows.map(({ name }) => name).join(', ')}`, 'npm run db:migrate, and undo what switched it off')
  return ok('on for every table')
}

async function checkCredentials(client: pg.Client) {
  const { rows } = await client.query<{ key_version: number; count: string }>(
    'select key_version, count(*) from core.channel_credentials group by key_version',
  )
  const { keys } = parseMasterKeys(process.env.TOLLGATE_MASTER_KEYS ?? '')
  const lost = rows.filter(({ key_version }) => !keys.has(key_version))
  if (lost.length > 0) {
    return missing(
      `sealed with master key version ${lost.map(({ key_version }) => key_version).join(', ')}, which is not set`,
      'put that version back into TOLLGATE_MASTER_KEYS',
    )
  }
  return ok(`${rows.reduce((sum, { count }) => sum + Number(count), 0)}, all of a master key that is set`)
}

async function checkOperator(client: pg.Client) {
  const { rowCount } = await client.query('select from core.users where operator_role is not null and disabled_at is null')
  return rowCount ? ok(`${rowCount}`) : note('nobody is one yet', 'sign up, then: npm run operator:grant -- you@example.com')
}
