-- The @context of documents, as JSON: many documents share one. Events keep their own bytes and need it to be read.
create table captured.context (
  id {identity},
  json text not null
);

create unique index captured.context_by_json on context (json);

-- The next number of each sequence. A capture locks the row 'event', so that the numbers of events follow the order of commits:
-- whoever has seen all numbers up to N misses none by asking for those above N.
create table captured.counter (
  name text primary key,
  next {int} not null
) {keyed};

insert into captured.counter (name, next) values ('event', 1);

-- One document as it was sent. Its new events have the numbers from first_event on, captured of them. errors is a JSON array of problems.
-- signed_by: 1 the party's own key, 2 the API's key for it. Times are unix milliseconds.
create table captured.capture_job (
  id text primary key,
  party {int} not null,
  created {int} not null,
  finished {int},
  success integer,
  behaviour text not null,
  events integer not null,
  captured integer not null,
  first_event {int},
  errors text,
  document_hash {blob} not null,
  signer {blob},
  signature {blob},
  signed_by integer,
  hashes_root {blob}
);

create index captured.capture_job_by_party on capture_job (party, id);
create index captured.capture_job_by_event on capture_job (first_event) where first_event is not null;

-- Values that many events share. kind: 2 bizStep, 3 disposition, 4 readPoint, 5 bizLocation, 6 EPC class. value is canonical: the bare word
-- of the CBV, the canonical Digital Link of a GS1 identifier, else the text as it is. Only what is public.
create table captured.vocabulary (
  id {identity},
  kind integer not null,
  value text not null
);

create unique index captured.vocabulary_by_value on vocabulary (kind, value);

-- One event as captured. key: see EventKey; hash: the 32 bytes of the event hash in hash_dialect (1 CBV 2.0). type: 1 object,
-- 2 aggregation, 3 transaction, 4 transformation, 5 association, 6 other. action: 1 ADD, 2 OBSERVE, 3 DELETE.
-- flags: 1 declares an error, 2 some groups of fields are sealed, 4 all are. Times are unix milliseconds. Only commitment reaches the chain.
create table captured.event (
  number {int} primary key,
  key {blob} not null,
  hash {blob} not null,
  hash_dialect integer not null,
  party {int} not null,
  type integer not null,
  action integer,
  biz_step integer,
  disposition integer,
  read_point integer,
  biz_location integer,
  event_time {int} not null,
  record_time {int} not null,
  flags integer not null,
  context integer not null,
  salt {blob} not null,
  commitment {blob} not null,
  body {blob} not null
);

create unique index captured.event_by_key on event (key);
create index captured.event_by_commitment on event (commitment);
create index captured.event_by_time on event (event_time, number);
create index captured.event_by_record_time on event (record_time, number);
create index captured.event_by_biz_step on event (biz_step, event_time, number) where biz_step is not null;
create index captured.event_by_disposition on event (disposition, event_time, number) where disposition is not null;
create index captured.event_by_read_point on event (read_point, event_time, number) where read_point is not null;
create index captured.event_by_biz_location on event (biz_location, event_time, number) where biz_location is not null;

-- Which units and lots an event names, by the Keccak-256 of their canonical identity. role: 1 object, 2 parent, 3 child, 4 input, 5 output, 6 lot.
create table captured.event_epc (
  id {blob} not null,
  event_time {int} not null,
  event {int} not null,
  role integer not null,
  primary key (id, event_time, event, role)
) {keyed};

-- What else an event can be found by: term is a 64-bit hash of kind and value. A term may stand for two values: whoever searches compares.
create table captured.event_term (
  term {int} not null,
  event_time {int} not null,
  event {int} not null,
  primary key (term, event_time, event)
) {keyed};

-- Trees of commitments published on one deployment (chain): of the events from first_event on, in the order of their numbers.
create table captured.anchor_batch (
  id {identity},
  chain {blob} not null,
  first_event {int} not null,
  count integer not null,
  root {blob} not null,
  operation {blob} not null,
  created {int} not null
);

create unique index captured.anchor_batch_by_event on anchor_batch (chain, first_event);
create unique index captured.anchor_batch_by_root on anchor_batch (chain, root);

-- What opens a party's identity commitment on the chain: keccak256(salt, keccak256(document)). name and gln are read from the document.
create table captured.party_identity (
  party {int} primary key,
  commitment {blob} not null,
  salt {blob} not null,
  document text not null,
  name text not null,
  gln text,
  updated {int} not null
);

-- Names of products and places from the master data of captured documents, by canonical URI. They are the sender's word, not proven.
create table captured.master_name (
  uri text primary key,
  name text not null,
  party {int} not null,
  updated {int} not null
) {keyed};
