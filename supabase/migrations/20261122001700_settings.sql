-- Purpose: what an operator may change about the whole installation: its name, its colour, where customers find help.
-- Risk: read by every page through a short cache in each process; a change shows everywhere within half a minute.

create table core.settings (
  only_row boolean primary key default true check (only_row),
  brand_name text not null default 'Tollgate' check (length(brand_name) between 1 and 40),
  accent_hue smallint not null default 195 check (accent_hue between 0 and 359),
  support_email text check (length(support_email) between 3 and 254),
  support_url text check (length(support_url) between 8 and 500),
  updated_at timestamptz not null default now()
);
comment on table core.settings is 'One row. Only the hue of the accent is free: lightness and chroma stay the design''s, so that every text keeps its contrast';
insert into core.settings default values;

grant select, update on core.settings to portal;
alter table core.settings enable row level security;
create policy "Server verbs act on the settings" on core.settings for all to portal using (true) with check (true);
