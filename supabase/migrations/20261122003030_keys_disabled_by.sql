-- Purpose: who disabled a key, so that its member does not enable what an administrator switched off.
-- Risk: none of its own; keys disabled before have nobody here and take an administrator to enable.

alter table core.api_keys add column disabled_by uuid;
comment on column core.api_keys.disabled_by is 'The person who disabled it; null when a management key or the system did, or long ago';
