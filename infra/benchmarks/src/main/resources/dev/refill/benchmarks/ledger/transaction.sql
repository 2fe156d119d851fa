INSERT INTO {schema}.entry (entry_id, kind, reference, occurred_at, posting_count)
VALUES ('ent_' || :id::bigint, 'recharge', 'rch_' || :id::bigint, now(), 2)
ON CONFLICT DO NOTHING;
INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
VALUES ('ent_' || :id::bigint, 1, 'bucket-sub_' || :subscriber::int, 'USD', 1000);
INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
VALUES ('ent_' || :id::bigint, 2, {other}, 'USD', -1000);
UPDATE {schema}.account SET balance = balance + 1000
WHERE account = 'bucket-sub_' || :subscriber::int AND unit = 'USD';
UPDATE {schema}.account SET balance = balance - 1000
WHERE account = {other} AND unit = 'USD';
