-- Purpose: a webhook goes off with whoever said last where it leads, not only with its maker.
-- Risk: none; until its address is changed that is its maker, as before.

alter table core.webhooks add column led_by uuid;
update core.webhooks set led_by = created_by;
comment on column core.webhooks.led_by is 'Who gave it its address; it goes off when they are no administrator any more';
create index webhooks_led_by_idx on core.webhooks (led_by) where led_by is not null;

alter table core.webhooks rename column created_with to led_with;
alter index core.webhooks_created_with_idx rename to webhooks_led_with_idx;
comment on column core.webhooks.led_with is 'The management key it was given its address with; it goes off when that key''s maker is no administrator any more';
