-- Purpose: what came of a webhook's newest test stays on its page, beside the messages.
-- Risk: none; a test is no notice: it is not sent again, nor counted among what a team is told.

alter table core.webhooks add column tested_at timestamptz, add column test_status integer, add column test_error text check (length(test_error) <= 200);
comment on column core.webhooks.tested_at is 'When its newest test was sent; null before the first';
comment on column core.webhooks.test_status is 'The HTTP status that test was answered with; null when it could not be reached';
comment on column core.webhooks.test_error is 'Why that test was not taken, in a word or two; null when it was';
