-- Up to which notice of the maturity sweep the rules of risk were told.
alter table captured.follow add column noticed {int} not null default 0;
