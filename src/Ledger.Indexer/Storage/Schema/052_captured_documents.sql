-- One EPCIS document as it was sent. captured counts the events that were new.
create table captured.capture_job (
  id text primary key,
  party {int} not null,
  created {int} not null,
  events integer not null,
  captured integer not null,
  document_hash {blob} not null,
  document {blob} not null
);

-- One event as captured. An error declaration repeats the eventID of the event that it declares wrong (EPCIS 2.0, 7.4.1.4).
-- hash is the CBV event hash. commitment = keccak256(salt, keccak256(body)); only that reaches the chain.
create table captured.event (
  number {identity},
  event_id text not null,
  declares_error integer not null,
  hash text not null,
  job text not null,
  party {int} not null,
  type text not null,
  action text,
  biz_step text,
  disposition text,
  read_point text,
  biz_location text,
  event_time {int} not null,
  time_zone text not null,
  record_time {int} not null,
  body {blob} not null,
  salt {blob} not null,
  commitment {blob} not null
);

create unique index captured.event_by_id on event (event_id, declares_error);
create unique index captured.event_by_commitment on event (commitment);
create index captured.event_by_job on event (job);

-- Which units and lots an event names. role: 1 object, 2 parent, 3 child, 4 input, 5 output, 6 lot.
create table captured.event_epc (
  id {blob} not null,
  event {int} not null,
  role integer not null,
  primary key (id, event, role)
) {keyed};

-- The directory: which identifier an id on the chain is the hash of. uri is the canonical Digital Link (or other URI), urn the EPC URN where one was given.
create table captured.epc (
  id {blob} primary key,
  uri text not null,
  urn text
);

-- Trees of commitments published on one deployment (chain); position is the leaf's number in the tree.
create table captured.anchor_batch (
  id {identity},
  chain {blob} not null,
  root {blob} not null,
  count integer not null,
  operation {blob} not null,
  created {int} not null
);

create unique index captured.anchor_batch_by_root on anchor_batch (chain, root);

create table captured.anchor_leaf (
  chain {blob} not null,
  event {int} not null,
  batch {int} not null,
  primary key (chain, event)
) {keyed};

create index captured.anchor_leaf_by_batch on anchor_leaf (batch, event);

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
