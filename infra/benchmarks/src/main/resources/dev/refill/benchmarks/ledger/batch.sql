-- Accounts are locked in the order of their names, the one that may be shared last, and after the postings are written.
WITH item AS MATERIALIZED (
    SELECT 'ent_' || :id::bigint + n AS entry_id, 'rch_' || :id::bigint + n AS reference, random(0, {last}) AS subscriber
    FROM generate_series(0, {batch} - 1) AS n
), new AS (
    INSERT INTO {schema}.entry (entry_id, kind, reference, occurred_at, posting_count)
    SELECT entry_id, 'recharge', reference, now(), 2 FROM item
    ON CONFLICT DO NOTHING
    RETURNING entry_id
), line AS MATERIALIZED (
    SELECT entry_id, line, account, amount
    FROM new
    JOIN (SELECT entry_id, 'bucket-sub_' || subscriber AS bucket, {other} AS other FROM item) AS i USING (entry_id)
    CROSS JOIN LATERAL (VALUES (1, bucket, 1000), (2, other, -1000)) AS p(line, account, amount)
), posted AS (
    INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
    SELECT entry_id, line, account, 'USD', amount FROM line
    RETURNING 1
)
INSERT INTO {schema}.account AS a (account, unit, balance)
SELECT account, 'USD', sum(amount)
FROM line
WHERE (SELECT count(*) FROM posted) > 0
GROUP BY account
ORDER BY account
ON CONFLICT (account, unit) DO UPDATE SET balance = a.balance + excluded.balance;
