-- Orders that are paid from the wallet of a phone.

-- One short look at the catalogue: rows that are there have no phone, so they need not be read for the new rules, and writers
-- wait no longer than for any other statement.
ALTER TABLE recharge.payment
    ADD COLUMN payer_msisdn text,
    ADD CONSTRAINT payer_is_a_number CHECK (payer_msisdn ~ '^\+[1-9][0-9]{6,14}$') NOT VALID,
    ADD CONSTRAINT paid_in_one_way CHECK (card_on_file IS NULL OR payer_msisdn IS NULL) NOT VALID;

-- As before, and whose phone pays, where one does.
CREATE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_payer_msisdn text[], p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(number)
    FROM (SELECT DISTINCT hashtextextended(msisdn, 0) AS number FROM unnest(p_msisdn) AS msisdn ORDER BY number) AS numbers;

    INSERT INTO recharge.recharge (id, claim_id, version, state, client_id, channel, subscriber_id, msisdn, offer_id,
                                   price_minor, currency, credit_unit, credit, bonus, repeat_confirmed, next_attempt_at,
                                   created_at, changed_at)
    SELECT o.id, o.claim_id, 1, p_state, o.client_id, o.channel, o.subscriber_id, o.msisdn, o.offer_id,
           o.price_minor, o.currency, o.credit_unit, o.credit, o.bonus, o.repeat_confirmed, o.next_attempt_at, o.at, o.at
    FROM unnest(p_id, p_claim_id, p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id, p_price_minor, p_currency,
                p_credit_unit, p_credit, p_bonus, p_repeat_confirmed, p_at, p_next_attempt_at) WITH ORDINALITY
         AS o(id, claim_id, client_id, channel, subscriber_id, msisdn, offer_id, price_minor, currency,
              credit_unit, credit, bonus, repeat_confirmed, at, next_attempt_at, n)
    ORDER BY o.claim_id, o.n
    ON CONFLICT (claim_id) DO NOTHING;

    INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn)
    SELECT o.payment_id, o.id, 1, o.gateway, o.card_on_file, o.payer_msisdn
    FROM unnest(p_id, p_payment_id, p_gateway, p_card_on_file, p_payer_msisdn)
         AS o(id, payment_id, gateway, card_on_file, payer_msisdn)
    JOIN recharge.recharge r ON r.id = o.id;

    INSERT INTO recharge.transition (recharge_id, version, event, to_state, actor, cause, at)
    SELECT o.id, 1, 'ACCEPTED', p_state, o.client_id, 'order', o.at
    FROM unnest(p_id, p_client_id, p_at) AS o(id, client_id, at)
    JOIN recharge.recharge r ON r.id = o.id;

    RETURN QUERY
        SELECT r.id IS NOT NULL, facts.orders_last_hour, facts.paid_last_day, facts.same_price_last_minute
        FROM unnest(p_id, p_msisdn, p_price_minor, p_currency, p_at) WITH ORDINALITY
             AS o(id, msisdn, price_minor, currency, at, n)
        LEFT JOIN recharge.recharge r ON r.id = o.id
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE e.created_at > o.at - interval '1 hour') AS orders_last_hour,
                   coalesce(sum(e.price_minor) FILTER (WHERE e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')
                                                         AND e.currency = o.currency), 0) AS paid_last_day,
                   count(*) FILTER (WHERE e.created_at > o.at - interval '1 minute'
                                      AND e.price_minor = o.price_minor AND e.currency = o.currency
                                      AND e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED', 'RETURNED')) AS same_price_last_minute
            FROM recharge.recharge e
            WHERE e.msisdn = o.msisdn AND e.created_at > o.at - interval '1 day' AND e.refusal IS NULL
              AND e.id <> ALL (p_id[o.n:])) AS facts
        ORDER BY o.n;
END $$;

-- For nodes of the version before, which know of no phones, as long as some run beside newer ones. To them an order with a
-- phone looks like one with a page: a gateway that takes phones alone refuses to send that, and a newer node carries it on.
CREATE OR REPLACE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE sql AS $$
    SELECT * FROM recharge.accept_all(p_id, p_claim_id, p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id,
                                      p_price_minor, p_currency, p_credit_unit, p_credit, p_bonus, p_repeat_confirmed,
                                      p_payment_id, p_gateway, p_card_on_file,
                                      array_fill(NULL::text, ARRAY[cardinality(p_id)]), p_at, p_next_attempt_at, p_state)
$$;
