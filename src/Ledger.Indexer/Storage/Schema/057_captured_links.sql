-- Who may set the links of a primary key, such as 01/09506000134376. since is when it got the key.
create table captured.link_key (
  key text primary key,
  party {int} not null,
  since {int} not null
) {keyed};

-- Every version of the links of one identifier. path is the key and its qualifiers; a qualifier that may have any value is {}.
-- template is the same with the names of such variables, {serialnumber}: what is signed.
-- document is the JSON as it was signed; null says that the links were removed. superseded is when the next version came; null for the current one.
-- signature is that of LinkSet(party, key, links, version), EIP-712. signed_by: 1 the party, 2 the API for it, null nobody.
create table captured.link_set (
  path text not null,
  version {int} not null,
  template text not null,
  key text not null,
  party {int} not null,
  document {blob},
  signer {blob},
  signature {blob},
  signed_by integer,
  created {int} not null,
  superseded {int},
  primary key (path, version)
) {keyed};

create unique index captured.link_set_current on link_set (path) where superseded is null;
create index captured.link_set_by_party on link_set (party, path) where superseded is null;
