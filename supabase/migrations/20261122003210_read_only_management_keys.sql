-- Purpose: management keys that may only read, for dashboards and exports.
-- Risk: none; the column's default is what every key was until now.

alter table core.management_keys add column read_only boolean not null default false;
comment on column core.management_keys.read_only is 'May only read, whatever its scope';
