-- Purpose: rows of end users opened for requests that are then refused go before the admission commits, however admission is written.
-- Risk: none for what is held: a row that a hold names stays. Only the first request of an end user in a period pays for the look.

create index holds_free_idx on ledger.holds (team_id) where amount_nanos = 0;

create function ledger.drop_unused_period() returns trigger
language plpgsql security definer
set search_path = ''
set enable_seqscan = off
as $$
begin
  -- With nothing held, only holds of nothing can name it.
  delete from ledger.budget_periods d
  where d.id = new.id and d.spent_nanos = 0 and d.held_nanos = 0 and d.unlisted_nanos = 0
    and not exists (
      select from ledger.holds h
      where h.team_id = (select b.team_id from ledger.budgets b where b.id = new.budget_id) and h.amount_nanos = 0 and new.id = any (h.period_ids));
  return null;
end
$$;
comment on function ledger.drop_unused_period is 'Runs at commit, under the team''s lock still: nobody makes rows by asking in vain with ever new end users';
revoke execute on function ledger.drop_unused_period() from public;
create constraint trigger budget_periods_used after insert on ledger.budget_periods
  deferrable initially deferred for each row when (new.subject <> '')
  execute function ledger.drop_unused_period();
