-- How far the final events of a deployment were followed for credit and risk. block and what it brought about are committed together.
create table captured.follow (
  chain {blob} primary key,
  block {int} not null,
  block_hash {blob} not null,
  block_time {int} not null
);

-- A state to go on from after a restart: what was followed since is followed again and written no second time. Anybody can make it anew from the chain.
create table captured.follow_state (
  chain {blob} primary key,
  block {int} not null,
  state {blob} not null
);

-- What the chain tells of each party, as of the block in captured.follow.
create table captured.credit_conduct (
  chain {blob} not null,
  party {int} not null,
  conduct {blob} not null,
  primary key (chain, party)
) {keyed};

-- Whom a party lets see its credit; viewer 0: everybody may see what was attested.
create table captured.credit_access (
  party {int} not null,
  viewer {int} not null,
  primary key (party, viewer)
) {keyed};

-- Attestations as they were signed (JSON), and the operation that anchors each.
create table captured.credit_attestation (
  chain {blob} not null,
  party {int} not null,
  block {int} not null,
  document text not null,
  operation {blob} not null,
  created {int} not null,
  primary key (chain, party, block)
);
