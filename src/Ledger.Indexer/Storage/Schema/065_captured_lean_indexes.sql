-- Who looks for a commitment has all of it, so its hash is enough: half of what each captured event added to the tree before.
drop index captured.event_by_commitment;
create index captured.event_by_commitment on event {hashed} (commitment);
