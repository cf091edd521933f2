-- Purpose: from a budget's id to its team, so that verbs can ask whether the caller may see it.
-- Risk: answers anybody who may execute it; only server verbs may, and they check the team next.

create function ledger.budget_team(p_budget uuid) returns uuid
language sql stable security definer
set search_path = ''
as $$
  select team_id from ledger.budgets where id = p_budget and ended_at is null
$$;
comment on function ledger.budget_team is 'Whose a budget in force is; null for one that has ended or never was';
revoke execute on function ledger.budget_team(uuid) from public;
grant execute on function ledger.budget_team(uuid) to portal;
