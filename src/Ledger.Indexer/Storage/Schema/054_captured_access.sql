-- Keys of machines. A key is lk_ID_SECRET; of the secret only its SHA-256 is here. It counts on the deployment (chain) for which it was issued, for
-- its party, until it expires, is revoked, or the party changes its key or bumps its epoch above this one.
-- scopes is a sum of 1 capture, 2 query, 4 subscribe, 8 links. Times are unix seconds.
create table captured.api_key (
  id text primary key,
  chain {blob} not null,
  party {int} not null,
  epoch {int} not null,
  secret_hash {blob} not null,
  name text not null,
  scopes integer not null,
  created {int} not null,
  expires {int} not null,
  revoked {int},
  last_used {int}
) {keyed};

create index captured.api_key_by_party on api_key (party, created);

-- The event hashes of a document, 32 bytes each in its order, where not all of its events were new: what its signature is over.
create table captured.capture_hashes (
  job text primary key,
  hashes {blob} not null
) {keyed};
