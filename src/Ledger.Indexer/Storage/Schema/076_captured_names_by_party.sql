-- Names of products and places as each party gave them: nobody's words replace another's. since is when the party first named the thing.
alter table captured.master_name rename to master_name_before;

create table captured.master_name (
  uri text not null,
  party {int} not null,
  name text not null,
  since {int} not null,
  primary key (uri, party)
) {keyed};

insert into captured.master_name (uri, party, name, since) select uri, party, name, updated from captured.master_name_before;

drop table captured.master_name_before;
