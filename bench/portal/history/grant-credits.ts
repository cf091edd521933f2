import { newId } from '#lib/shared/ids'
import type { Plan } from './options.ts'

/** Pays for the history: monthly credits from its first day, so that each team ends with about a tenth of its use left. */
export async function grantCredits({ client, days, now, seed }: Plan): Promise<void> {
  const first = days[0]?.start ?? now
  const instalments = Math.max(1, Math.ceil(days.length / 30))
  await client.query('begin')
  await client.query('select ledger.lock_teams(array(select team_id from bench_teams))')
  await client.query(
    `create temporary table bench_credits on commit drop as
     select t.team_id, t.account_id, i.n, (ceil(greatest(s.used * 1.1, 5e9) / ${instalments} / 5e9) * 5000000000)::bigint as amount,
       gen_random_uuid() as entry_id, $1::timestamptz + make_interval(days => 30 * i.n) as at
     from bench_teams t
     cross join lateral (select coalesce(-sum(p.amount_nanos), 0) as used from ledger.postings p join ledger.entries e on e.id = p.entry_id and e.kind = 'charge'
       where p.account_id = t.account_id) s
     cross join generate_series(0, ${instalments - 1}) as i(n)`,
    [first],
  )
  await client.query(
    `update bench_credits set entry_id = (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(entry_id::text, 16, 3) || '8' || substr(replace(entry_id::text, '-', ''), 18, 15))::uuid`,
  )
  await client.query(
    `insert into ledger.entries (id, kind, team_id, reference, reason, actor, created_at)
     select entry_id, 'credit', team_id, 'history-${seed}-' || $1 || '-' || n, 'Bank transfer', 'system', at from bench_credits`,
    [newId()],
  )
  await client.query(
    `insert into ledger.postings (entry_id, line, account_id, kind, amount_nanos)
     select c.entry_id, l.line, l.account_id, 'credit', l.amount from bench_credits c
     cross join lateral (values (1, c.account_id, c.amount), (2, '00000000-0000-7000-8000-000000000002'::uuid, -c.amount)) as l(line, account_id, amount)`,
  )
  await client.query(
    `update ledger.team_balances b set credit_nanos = b.credit_nanos + c.amount
     from (select team_id, sum(amount)::bigint as amount from bench_credits group by 1) c where b.team_id = c.team_id`,
  )
  await client.query('commit')
}
