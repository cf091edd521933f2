-- Purpose: operators decide who may make an account: anybody, addresses of some domains, or whoever is invited.
-- Risk: asked where an account is made, not only on the sign-up page: the auth server itself may be open to anybody.

alter table core.settings
  add column sign_up text not null default 'open' check (sign_up in ('open', 'domain', 'invite')),
  add column sign_up_domains text[] not null default '{}';
comment on column core.settings.sign_up is 'Who may make an account; whoever has an open invite into a team always may';
comment on column core.settings.sign_up_domains is 'Domains of mail addresses, in lower case, for the rule by domain';
