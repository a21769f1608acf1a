-- Queries under a name (EPCIS 2.0, 8.2.5): query as JSON, prefixes as JSON object of those that the header GS1-Extensions declared. Times are unix milliseconds.
create table captured.named_query (
  name text primary key,
  party {int} not null,
  query text not null,
  prefixes text not null,
  created {int} not null
) {keyed};

-- Tokens of next pages that were given back before they expired, by the SHA-256 of the token.
create table captured.revoked_token (
  id {blob} primary key,
  expires {int} not null
) {keyed};

create index captured.revoked_token_by_expiry on revoked_token (expires);

-- What master data of captured documents say of places, products and parties, by canonical URI. name is namespace, # and name. Their senders' word, not proven.
create table captured.master_attribute (
  uri text not null,
  name text not null,
  value text not null,
  party {int} not null,
  primary key (uri, name, value, party)
) {keyed};

create index captured.master_attribute_by_name on master_attribute (name, value, uri);

-- Which element of master data lies within which.
create table captured.master_child (
  parent text not null,
  child text not null,
  party {int} not null,
  primary key (parent, child, party)
) {keyed};
