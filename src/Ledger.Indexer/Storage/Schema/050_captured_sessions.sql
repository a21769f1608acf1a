-- Keys that protect tokens and cursors; every API process on this database shares them.
create table captured.protection_key (
  name text primary key,
  xml text not null
);

-- What an address must sign to sign in. used is the moment it was, once; null before.
create table captured.challenge (
  nonce {blob} primary key,
  address {blob} not null,
  origin text not null,
  issued {int} not null,
  expires {int} not null,
  used {int}
);

create index captured.challenge_by_expiry on challenge (expires);

-- One request sent with an Idempotency-Key, and its answer. status is null while the request runs.
create table captured.idempotency (
  scope text not null,
  key text not null,
  request {blob} not null,
  started {int} not null,
  status integer,
  location text,
  content_type text,
  body {blob},
  primary key (scope, key)
) {keyed};

create index captured.idempotency_by_start on idempotency (started);
