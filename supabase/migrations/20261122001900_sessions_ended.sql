-- Purpose: pages refuse a token whose session the auth server has ended since it was issued; it would be valid for its hour.
-- Risk: none; a nullable column without default, so the table is not rewritten.

alter table core.users add column sessions_ended_at timestamptz;
comment on column core.users.sessions_ended_at is
  'When a session of this person was last ended by an act; tokens issued before count only after asking the auth server';
