-- Purpose: the operator's home counts what was refused in a period, over all keys.
-- Risk: a second index on counters that are written once in ten seconds per process.

create index refusals_quarter_idx on usage.refusals (quarter);
