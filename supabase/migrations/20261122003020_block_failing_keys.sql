-- Purpose: a key whose requests fail again and again blocks itself, where its policy asks for that.
-- Risk: the gateway may call this for any key, so it looks for itself: only a key whose latest requests all failed is ever blocked.

create function core.block_failing_key(p_key uuid, p_failures integer) returns boolean
language plpgsql security definer
set search_path = ''
as $$
declare
  v_team uuid;
  v_since timestamptz;
  v_failed boolean;
begin
  -- In turn with whoever enables it, so that failures from before then do not block it again.
  select team_id, failures_since into v_team, v_since
    from core.api_keys where id = p_key and status = 'active' and kind = 'inference' for no key update;
  if v_team is null or p_failures < 2 then
    return false;
  end if;
  select count(*) = p_failures and bool_and(latest.status in ('failed', 'interrupted')) into v_failed
    from (
      select r.status from usage.requests r
      where r.key_id = p_key and r.started_at >= v_since and r.status <> 'orphaned'
      order by r.id desc
      limit p_failures
    ) as latest;
  if not v_failed then
    return false;
  end if;
  update core.api_keys set status = 'blocked', block_reason = 'consecutive_failures', blocked_at = now() where id = p_key;
  insert into core.audit_log (id, team_id, actor_kind, action, target_kind, target_id, before, after)
    values (core.new_id(), v_team, 'system', 'key.block', 'key', p_key::text, '{"status": "active"}',
      jsonb_build_object('status', 'blocked', 'reason', 'consecutive_failures', 'failures', p_failures));
  return true;
end
$$;
comment on function core.block_failing_key is 'Blocks the key if this many requests in a row, the latest and since it was last enabled, have failed; says whether it did';
grant execute on function core.block_failing_key(uuid, integer) to tollgate_gateway;
