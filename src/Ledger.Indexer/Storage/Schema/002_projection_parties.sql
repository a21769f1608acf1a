create table projection.party (
  id {int} primary key,
  address {blob} not null,
  recovery {blob} not null,
  roles {int} not null,
  epoch {int} not null,
  status {int} not null,
  identity {blob} not null,
  admitted_by {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null
);

create index projection.party_by_address on party (address);

-- Every change of a party. kind: 1 admitted, 2 key, 3 epoch, 4 status, 5 roles. The columns that the kind does not change are null.
create table projection.party_change (
  party {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  by_party {int},
  address {blob},
  roles {int},
  epoch {int} not null,
  status {int},
  reason {blob},
  primary key (party, block, log_index)
) {keyed};

create index projection.party_change_by_block on party_change (block);

create table projection.device (
  address {blob} primary key,
  party {int} not null,
  attests {int} not null,
  seq {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null
);

create index projection.device_by_party on device (party);

create table projection.anchor (
  publisher {blob} not null,
  root {blob} not null,
  count {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  primary key (root, publisher)
) {keyed};

create index projection.anchor_by_block on anchor (block, log_index);
