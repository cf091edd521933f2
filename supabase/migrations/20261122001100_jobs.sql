-- Purpose: when each background job last ran and how it ended, for the reconciliation report.
-- Risk: none; written by jobs only.

create table core.job_runs (
  job text primary key,
  started_at timestamptz not null,
  finished_at timestamptz,
  outcome text check (outcome in ('ok', 'failed')),
  done bigint
);
comment on table core.job_runs is 'The last run of each job; done counts what it did, in the job''s own unit';
grant select, insert, update on core.job_runs to portal;
alter table core.job_runs enable row level security;
create policy "Jobs record their runs" on core.job_runs for all to portal using (true) with check (true);
