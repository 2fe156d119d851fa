-- Changes one row, or none if the entry is there already or the credit falls short. The account that may be shared is locked last.
WITH debited AS (
    UPDATE {schema}.account SET balance = balance - {price}
    WHERE account = 'bucket-sub_' || :subscriber::int AND unit = 'USD' AND balance >= {price}
        AND NOT EXISTS (SELECT FROM {schema}.entry WHERE entry_id = 'ent_' || :id::bigint)
    RETURNING 1
), new AS (
    INSERT INTO {schema}.entry (entry_id, kind, reference, occurred_at, posting_count)
    SELECT 'ent_' || :id::bigint, 'usage', 'evt_' || :id::bigint, now(), 2
    FROM debited
    RETURNING entry_id
), posted AS (
    INSERT INTO {schema}.posting (entry_id, line, account, unit, amount)
    SELECT entry_id, line, account, 'USD', amount
    FROM new
    CROSS JOIN (VALUES (1, 'bucket-sub_' || :subscriber::int, -{price}), (2, {other}, {price})) AS p(line, account, amount)
    RETURNING 1
)
UPDATE {schema}.account SET balance = balance + {price}
WHERE account = {other} AND unit = 'USD' AND (SELECT count(*) FROM posted) = 2;
