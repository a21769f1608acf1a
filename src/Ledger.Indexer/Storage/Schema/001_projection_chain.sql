-- One row: which deployment is projected, and how far.
create table projection.chain (
  id integer primary key check (id = 1),
  chain_id {int} not null,
  genesis {blob} not null,
  registry {blob} not null,
  goods {blob} not null,
  anchors {blob} not null,
  deployment_block {int} not null,
  block {int} not null,
  block_hash {blob} not null,
  block_time {int} not null,
  finalized {int} not null
);

-- Blocks that carry events, and every block above the finalized one.
create table projection.block (
  number {int} primary key,
  hash {blob} not null,
  parent {blob} not null,
  time {int} not null,
  events {int} not null
);

create unique index projection.block_by_hash on block (hash);

-- A rolling hash over the events of each aligned window of blocks, however they were fetched.
create table projection.digest_window (
  number {int} primary key,
  digest {blob} not null,
  events {int} not null
);

-- What a row was before a block above the finalized one first changed it; null where it did not exist.
create table projection.undo (
  block {int} not null,
  kind {int} not null,
  id {blob} not null,
  before {blob},
  primary key (block, kind, id)
) {keyed};
