create table projection.transformation (
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  by_party {int} not null,
  document {blob} not null,
  primary key (block, log_index)
) {keyed};

create table projection.transformation_input (
  unit {blob} not null,
  block {int} not null,
  log_index {int} not null,
  amount {int} not null,
  primary key (unit, block, log_index)
) {keyed};

create index projection.transformation_input_by_event on transformation_input (block, log_index);

-- kind: 1 a unit, 2 a lot.
create table projection.transformation_output (
  id {blob} not null,
  block {int} not null,
  log_index {int} not null,
  kind {int} not null,
  primary key (id, block, log_index, kind)
) {keyed};

create index projection.transformation_output_by_event on transformation_output (block, log_index);

-- Units made from units of the same lot. kind: 1 target split off source, 2 source merged into target.
create table projection.derivation (
  target {blob} not null,
  source {blob} not null,
  kind {int} not null,
  amount {int} not null,
  by_party {int} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  primary key (target, block, log_index)
) {keyed};

create index projection.derivation_by_source on derivation (source, block, log_index);

-- Title: who owns how much of a lot. status: 1 owned, 2 used up or merged.
create table projection.note (
  id {blob} primary key,
  lot {blob} not null,
  owner {int} not null,
  amount {int} not null,
  seq {int} not null,
  status {int} not null,
  parent {blob},
  block {int} not null,
  log_index {int} not null
) {keyed};

create index projection.note_by_owner on note (owner);
create index projection.note_by_lot on note (lot);

-- Every change of a note. kind: 1 issued, 2 moved (other: the part that moved, or the note itself), 3 other merged into it, 4 used up in a transformation.
create table projection.title (
  note {blob} not null,
  block {int} not null,
  log_index {int} not null,
  time {int} not null,
  tx_hash {blob} not null,
  kind {int} not null,
  from_party {int} not null,
  to_party {int} not null,
  other {blob} not null,
  amount {int} not null,
  document {blob} not null,
  primary key (note, block, log_index)
) {keyed};
