-- What rules found. id is made of rule, subject and cause, so that an alert is there once, however often its events are followed. severity: 1 info, 2 warning, 3 critical.
-- evidence and acts are JSON. gone_* is where the chain has it that the cause has gone; null while the alert is open.
create table captured.alert (
  number {identity},
  id text not null unique,
  chain {blob} not null,
  rule text not null,
  severity integer not null,
  subject text not null,
  block {int} not null,
  tx {blob},
  log_index {int},
  time {int} not null,
  evidence text not null,
  acts text not null,
  gone_block {int},
  gone_tx {blob},
  gone_time {int}
);

create index captured.alert_open on alert (chain, rule, subject) where gone_block is null;

-- Who is told: nobody else ever sees the alert.
create table captured.alert_party (
  party {int} not null,
  alert {int} not null,
  primary key (party, alert)
) {keyed};

-- What is told, in order: kind 1 an alert was raised, 2 it was resolved. Numbers follow the order of commits, for one process at a time adds rows.
create table captured.alert_notice (
  number {identity},
  alert {int} not null,
  kind integer not null
);

create index captured.alert_notice_by_alert on alert_notice (alert);

-- Which alerts a webhook is told of; id is the webhook's.
create table captured.alert_webhook (
  id text primary key,
  least_severity integer not null
);
