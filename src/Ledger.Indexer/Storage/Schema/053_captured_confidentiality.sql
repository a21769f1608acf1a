-- Which master key, kept outside of this database, sealed and blinded what is here: a hash that only the same key gives.
create table captured.master_key (
  id integer primary key,
  fingerprint {blob} not null
);

-- Keys of parties that confidential content is encrypted to; only the newest generation gets what is new.
-- held: 1 by the party, which signed for it; 2 by the API, private_key sealed under the master key.
create table captured.encryption_key (
  id {identity},
  party {int} not null,
  generation {int} not null,
  public_key {blob} not null,
  held integer not null,
  private_key {blob},
  signature {blob},
  created {int} not null
);

create unique index captured.encryption_key_by_party on encryption_key (party, generation);

-- Who may read what a party captures, unless the capture says otherwise.
create table captured.disclosure (
  party {int} primary key,
  visibility text not null,
  updated {int} not null
);

-- The key of what one capture shows to one audience. The key itself is nowhere: only its wraps are. party captured. custody: 1 where whoever gets
-- custody later may read too.
create table captured.content_key (
  id {blob} primary key,
  party {int} not null,
  custody {int} not null,
  created {int} not null
) {keyed};

-- A content key (event 0), or the key of one event under it, encrypted to an encryption key.
create table captured.key_wrap (
  content_key {blob} not null,
  event {int} not null,
  encryption_key {int} not null,
  wrap {blob} not null,
  primary key (content_key, event, encryption_key)
) {keyed};

-- A sealed group of an event's fields: AES-256-GCM under the event's key.
create table captured.sealed_part (
  event {int} not null,
  part {int} not null,
  content_key {blob} not null,
  ciphertext {blob} not null,
  primary key (event, part)
) {keyed};

create index captured.sealed_part_by_key on sealed_part (content_key, event);

-- How the groups are put together again: layout has the group of each member in one byte; leaves those of the commitment, 32 bytes each.
create table captured.sealed_event (
  event {int} primary key,
  layout {blob} not null,
  leaves {blob} not null
);

-- Parties that may read sealed groups of an event. event_time is that of the row in event, unless the party may know another.
create table captured.event_reader (
  party {int} not null,
  event_time {int} not null,
  event {int} not null,
  primary key (party, event_time, event)
) {keyed};

create index captured.event_reader_by_event on event_reader (event, party);

-- How far the hand-offs of a deployment have been followed for the chain of custody.
create table captured.custody_follow (
  chain {blob} primary key,
  block {int} not null,
  log_index {int} not null
) {keyed};
