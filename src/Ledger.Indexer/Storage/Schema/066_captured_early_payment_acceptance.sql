-- The owner's signature of the retirement that its award stands for, and the digest that it signs: it counts as long as the retirement has that digest.
alter table captured.early_payment_ask add column digest {blob};
alter table captured.early_payment_ask add column signature {blob};
