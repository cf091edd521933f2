-- As before; what refuses is also told with its amount, the tag or model it is for, and when it starts anew.
create or replace function ledger.admit_one(
  p_id uuid, p_team uuid, p_key uuid, p_model text, p_wire text, p_hold bigint, p_fixed bigint,
  p_rate bigint, p_least integer, p_ttl_ms integer, p_member uuid, p_tags jsonb, p_end_user text, p_now timestamptz,
  out verdict text, out detail jsonb
)
language plpgsql
set search_path = ''
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  v_available bigint;
  v_room bigint;
  v_budget uuid;
  v_period bigint;
  v_periods bigint[];
  v_hold bigint := p_hold;
  v_fits numeric;
  v_tokens bigint;
begin
  select credit_nanos - held_nanos into v_available from ledger.team_balances where team_id = p_team;
  -- Of budgets with the same room the one that refuses outright comes before one with a fallback. Soft ones have no room to run out of.
  select (array_agg(p.room order by p.room, p.fallback, p.id))[1], (array_agg(p.budget_id order by p.room, p.fallback, p.id))[1],
      (array_agg(p.id order by p.room, p.fallback, p.id))[1], coalesce(array_agg(p.id), '{}')
    into v_room, v_budget, v_period, v_periods
    from (
      select d.id, d.budget_id, b.on_exhausted_model is not null as fallback,
        case when b.mode = 'hard' then ledger.budget_limit(b, p_now) - d.spent_nanos - d.held_nanos end as room
      from ledger.budgets b
      join ledger.budget_periods d on d.budget_id = b.id and d.starts_at = ledger.budget_start(b, p_now) and d.subject = case when b.per_end_user then p_end_user else '' end
      where b.team_id = p_team and b.ended_at is null and ledger.applies(b, p_key, p_member, p_tags, p_model, p_end_user)
    ) p;

  verdict := 'y';
  if p_hold > least(v_available, coalesce(v_room, v_available)) then
    v_fits := least(v_available, coalesce(v_room, v_available));
    if p_rate > 0 then
      v_tokens := greatest(floor((v_fits - p_fixed) * 1000000 / p_rate), 0);
    else
      v_tokens := 0;
    end if;
    if p_least is null or v_tokens < p_least or v_fits < 0 then
      verdict := case when v_room is not null and v_room < v_available then 'b' else 'c' end;
      detail := jsonb_build_object('affordable', v_tokens, 'available', greatest(v_fits, 0)::text);
      if verdict = 'b' then
        select detail || jsonb_build_object(
            'budget', b.id, 'scope', b.scope, 'period', b.period, 'model', b.on_exhausted_model,
            'each', b.per_end_user, 'name', case when b.scope in ('tag', 'model') then b.scope_id end,
            'amount', ledger.budget_limit(b, p_now)::text,
            'ends', nullif(ledger.budget_end(b, p_now), 'infinity')
          ) into detail from ledger.budgets b where b.id = v_budget;
        update ledger.budget_periods d set refused_at = p_now from ledger.budgets b
          where d.id = v_period and d.refused_at is null and b.id = v_budget and d.spent_nanos::numeric * 10 >= ledger.budget_limit(b, p_now)::numeric * 9;
      end if;
      return;
    end if;
    verdict := 'l';
    detail := jsonb_build_object('ceiling', v_tokens);
    v_hold := p_fixed + ceil(v_tokens::numeric * p_rate / 1000000);
  end if;

  insert into ledger.holds (request_id, team_id, key_id, model, wire, amount_nanos, ceiling_tokens, period_ids, deadline)
  values (p_id, p_team, p_key, p_model, p_wire, v_hold, case when verdict = 'l' then v_tokens end, v_periods, p_now + make_interval(secs => p_ttl_ms / 1000.0));
  update ledger.team_balances set held_nanos = held_nanos + v_hold where team_id = p_team;
  update ledger.budget_periods set held_nanos = held_nanos + v_hold where id = any (v_periods);
end
$$;
