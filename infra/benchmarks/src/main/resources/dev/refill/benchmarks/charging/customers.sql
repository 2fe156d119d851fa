-- Subscribers who have each bought credit; 511 purchases are one entry, as it may have no more lines. No trigger looks at the rows, which
-- would take most of the time: the books are proved when all is measured.
SET session_replication_role = replica;

INSERT INTO balance.subscriber (id, msisdn, status, plan)
SELECT 'sub_' || n, '+1202' || lpad(n::text, 7, '0'), 'ACTIVE', 'classic' FROM generate_series(0, {subscribers} - 1) AS n;

INSERT INTO balance.subscriber_number (subscriber, msisdn, held)
SELECT 'sub_' || n, '+1202' || lpad(n::text, 7, '0'), true FROM generate_series(0, {subscribers} - 1) AS n;

INSERT INTO balance.entry (entry_id, kind, reference, occurred_at, posting_count)
SELECT 'ent_fill_' || e, 'recharge', 'fill', now(), least(511, {subscribers} - 511 * e) + 1
FROM generate_series(0, ({subscribers} - 1) / 511) AS e;

INSERT INTO balance.posting (entry_id, line, account, unit, amount, balance_after)
SELECT 'ent_fill_' || n / 511, n % 511 + 1, 'bucket:sub_' || n, 'airtime:USD', {credit}, {credit}
FROM generate_series(0, {subscribers} - 1) AS n
UNION ALL
SELECT 'ent_fill_' || e, least(511, {subscribers} - 511 * e) + 1, 'issued-credit', 'airtime:USD',
       -{credit}::bigint * least(511, {subscribers} - 511 * e), NULL
FROM generate_series(0, ({subscribers} - 1) / 511) AS e;

INSERT INTO balance.bucket (account, unit, balance)
SELECT 'bucket:sub_' || n, 'airtime:USD', {credit} FROM generate_series(0, {subscribers} - 1) AS n;

INSERT INTO balance.system_stripe (account, unit, stripe, balance)
VALUES ('issued-credit', 'airtime:USD', 0, -{credit}::bigint * {subscribers});

RESET session_replication_role;
