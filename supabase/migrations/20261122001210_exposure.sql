-- Purpose: what is open in the ledger at this moment, as one row for the operator's home.
-- Risk: none; reads two small tables.

create function ledger.exposure() returns table (holds bigint, held_nanos bigint, orphans bigint, orphaned_nanos bigint)
language sql stable security definer
set search_path = ''
as $$
  select (select count(*) from ledger.holds), (select coalesce(sum(amount_nanos), 0)::bigint from ledger.holds),
    (select count(*) from ledger.orphans where resolved_at is null), (select coalesce(sum(hold_nanos), 0)::bigint from ledger.orphans where resolved_at is null)
$$;
comment on function ledger.exposure is 'Open holds, and requests whose outcome is unknown, each with the credit held for them';
grant execute on function ledger.exposure() to portal;
