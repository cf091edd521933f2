-- Purpose: the way to the few requests of a team that cost more than a given amount.
-- Risk: one more index that settlements write to; requests under a cent, most of them, are not in it.

create index requests_charge_idx on usage.requests (team_id, charge_nanos) where charge_nanos >= 10000000;
