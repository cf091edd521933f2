-- Purpose: which management key an invite or webhook was made with, so that it ends, or goes off, with that key's maker.
-- Risk: none; those made before have nobody here, and invites end within a week by themselves.

alter table core.invites add column invited_with uuid references core.management_keys (id);
comment on column core.invites.invited_with is 'The management key it was made with: revoking the key revokes the invite';
create index invites_invited_with_idx on core.invites (invited_with) where invited_with is not null;

alter table core.webhooks add column created_with uuid references core.management_keys (id);
comment on column core.webhooks.created_with is 'The management key it was made with; it goes off when that key''s maker is no administrator any more';
create index webhooks_created_with_idx on core.webhooks (created_with) where created_with is not null;
