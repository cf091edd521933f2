-- Purpose: what moved a team's credit apart from its requests: grants, takings, refunds and reversals, for the team to read.
-- Risk: one more partial index on ledger.entries; charges, which are nearly all of it, are not in it.

create index entries_movements_idx on ledger.entries (team_id, id desc) where kind <> 'charge';

create function ledger.movements_of(p_team uuid, p_before uuid, p_limit integer) returns table (
  id uuid, kind text, amount_nanos bigint, overrun_nanos bigint, reference text, reason text, actor text, request_id uuid, reverses uuid, requests bigint, created_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select e.id, e.kind, (select sum(p.amount_nanos)::bigint from ledger.postings p where p.entry_id = e.id and p.account_id = b.account_id), 0::bigint,
    e.reference, e.reason, e.actor, e.request_id, e.reverses, null::bigint, e.created_at
  from ledger.team_balances b
  join ledger.entries e on e.team_id = b.team_id
  where b.team_id = p_team and e.kind <> 'charge' and (p_before is null or e.id < p_before)
  order by e.id desc
  limit p_limit
$$;
comment on function ledger.movements_of is 'A team''s side of the books without charges, newest first';
revoke execute on function ledger.movements_of(uuid, uuid, integer) from public;
grant execute on function ledger.movements_of(uuid, uuid, integer) to portal;
