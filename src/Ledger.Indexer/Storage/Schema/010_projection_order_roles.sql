-- Orders by who decides and who attests them: most have neither.
create index projection.purchase_order_by_arbiter on purchase_order (arbiter, block, log_index) where arbiter <> 0;
create index projection.purchase_order_by_attester on purchase_order (attester, block, log_index) where attester <> 0;
