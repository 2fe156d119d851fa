-- What everybody has bought, as one entry, and the account of what is used.
INSERT INTO {schema}.entry (entry_id, kind, reference, occurred_at, posting_count)
VALUES ('ent_fill', 'recharge', 'fill', now(), {subscribers} + 1);

INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
SELECT 'ent_fill', n + 1, 'bucket-sub_' || n, 'USD', {credit} FROM generate_series(0, {subscribers} - 1) AS n
UNION ALL
SELECT 'ent_fill', {subscribers} + 1, 'issued-credit', 'USD', -{credit}::bigint * {subscribers};

UPDATE {schema}.account SET balance = {credit} WHERE starts_with(account, 'bucket-');
UPDATE {schema}.account SET balance = -{credit}::bigint * {subscribers} WHERE account = 'issued-credit';
INSERT INTO {schema}.account (account, unit, balance) VALUES ('used-credit', 'USD', 0);
