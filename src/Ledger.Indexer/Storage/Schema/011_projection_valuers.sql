-- The loans whose goods a party values, newest first.
create index projection.position_by_valuer on position (valuer, block, log_index) where valuer <> 0;
