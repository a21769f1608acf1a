-- One intent to relay. id is its EIP-712 digest, so an intent has one operation however often it is sent.
-- chain names the deployment (chain, genesis, contracts). number is the order of acceptance.
-- state: 1 queued, 2 submitted, 3 confirmed, 4 finalized, 5 failed.
create table captured.operation (
  number {identity},
  id {blob} not null unique,
  chain {blob} not null,
  type text not null,
  intent text not null,
  target {blob} not null,
  data {blob} not null,
  gas {int} not null,
  state integer not null,
  created {int} not null,
  updated {int} not null,
  tx_hash {blob},
  block {int},
  block_hash {blob},
  error_code text,
  error_message text,
  error_hint text
);

create index captured.operation_by_tx on operation (tx_hash) where tx_hash is not null;
create index captured.operation_open on operation (chain, number) where state < 4;

-- The next nonce of a relaying key. Its row's lock is what makes nonces unique among processes.
create table captured.relayer (
  chain {blob} not null,
  address {blob} not null,
  next_nonce {int} not null,
  primary key (chain, address)
) {keyed};

-- Every signed transaction, stored before it is first sent; a replacement has the same nonce. max_fee is wei per gas.
create table captured.relay_transaction (
  hash {blob} not null,
  chain {blob} not null,
  relayer {blob} not null,
  nonce {int} not null,
  operation {int} not null,
  raw {blob} not null,
  max_fee {int} not null,
  signed {int} not null,
  primary key (chain, hash)
);

create index captured.relay_transaction_by_operation on relay_transaction (operation, signed);
create index captured.relay_transaction_by_nonce on relay_transaction (chain, relayer, nonce);

-- Which process does a job that only one at a time may do.
create table captured.lease (
  name text primary key,
  holder text not null,
  until {int} not null
);
