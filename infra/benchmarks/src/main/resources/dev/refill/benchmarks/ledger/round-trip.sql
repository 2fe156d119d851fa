-- Changes one row, or none if the entry is there already. The account that may be shared is locked last.
WITH new AS (
    INSERT INTO {schema}.entry (entry_id, kind, reference, occurred_at, posting_count)
    VALUES ('ent_' || :id::bigint, 'recharge', 'rch_' || :id::bigint, now(), 2)
    ON CONFLICT DO NOTHING
    RETURNING entry_id
), posted AS (
    INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
    SELECT entry_id, line, account, 'USD', amount
    FROM new
    CROSS JOIN (VALUES (1, 'bucket-sub_' || :subscriber::int, 1000), (2, {other}, -1000)) AS p(line, account, amount)
    RETURNING 1
), credited AS (
    UPDATE {schema}.account SET balance = balance + 1000
    FROM new
    WHERE account = 'bucket-sub_' || :subscriber::int AND unit = 'USD'
    RETURNING 1
)
UPDATE {schema}.account SET balance = balance - 1000
WHERE account = {other} AND unit = 'USD'
    AND (SELECT count(*) FROM posted) = 2 AND (SELECT count(*) FROM credited) = 1;
