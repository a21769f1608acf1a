-- Where a party wants to be told by HTTP POST. Times are unix milliseconds. kind says what makes the bodies; secret is the signing token, protected.
-- next_attempt is null while nothing waits. A sender holds the row while it sends, so that a webhook's deliveries go out in order.
-- largest is how many items one request may hold: halved when the receiver finds it too large.
create table captured.webhook (
  id text primary key,
  party {int} not null,
  kind text not null,
  destination text not null,
  secret {blob},
  created {int} not null,
  largest integer not null,
  failures integer not null,
  next_attempt {int},
  holder text,
  held_until {int},
  notified {int}
);

create index captured.webhook_by_party on webhook (party);
create index captured.webhook_due on webhook (next_attempt) where next_attempt is not null;

-- What is to be sent: the outbox. Its content is made when it is sent, so that nothing confidential is kept here: items is a JSON array of what it is made of,
-- sent how many of them the receiver has. state: 1 waiting, 2 delivered, 3 dead. expires is when trying ends.
create table captured.delivery (
  number {identity},
  id text not null unique,
  webhook text not null,
  items text not null,
  sent integer not null,
  state integer not null,
  created {int} not null,
  expires {int} not null,
  attempts integer not null,
  attempted {int},
  status integer,
  error text
);

create index captured.delivery_by_webhook on delivery (webhook, number);
create index captured.delivery_waiting on delivery (webhook, number) where state = 1;
create index captured.delivery_by_age on delivery (state, created);

-- A standing query; id is its webhook's. Events up to number watermark have been looked at; none captured before initial_record_time counts. A schedule (JSON) has a next run; while run_to is not null
-- a run looks at the events up to it, and has found so many so far. Both are null for a stream, which looks at every event at once.
create table captured.subscription (
  id text primary key,
  query text not null,
  schedule text,
  report_if_empty integer not null,
  epc_format text,
  cbv_format text,
  initial_record_time {int},
  min_record_time {int} not null,
  watermark {int} not null,
  next_run {int},
  run_to {int},
  found integer not null
);

create index captured.subscription_by_query on subscription (query);
create index captured.subscription_by_watermark on subscription (watermark);
create index captured.subscription_due on subscription (next_run) where next_run is not null;
