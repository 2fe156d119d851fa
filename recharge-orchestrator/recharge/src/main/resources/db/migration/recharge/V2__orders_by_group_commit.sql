-- Many orders are accepted or changed by one statement with one commit, and each gets an answer of its own.

-- An order is never deleted, and the two functions below write what belongs to it together with it. Looking the order up
-- once more for every line would cost as much as writing the line. RechargeInvariants looks for strays.
ALTER TABLE recharge.payment DROP CONSTRAINT payment_recharge_id_fkey;
ALTER TABLE recharge.transition DROP CONSTRAINT transition_recharge_id_fkey;

-- The risk policies look at a number's orders without those that they refused, of which a flood may come.
DROP INDEX recharge.recharge_of_number;
CREATE INDEX recharge_of_number ON recharge.recharge (msisdn, created_at) WHERE refusal IS NULL;

DROP FUNCTION recharge.accept;

-- Accepts each order once per claim and answers, in the order of the arrays, whether it is new and what the risk policies
-- want to know about its number: what was there before, earlier orders of the same call included. A function, because the
-- look at a number's other orders must come after the lock that orders of one number take in turn: within one plain
-- statement it would still see the snapshot from before the wait.
--
-- Plans: an index is right at every size, and a scan planned while the tables were empty would stay in the session.
CREATE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
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

    INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file)
    SELECT o.payment_id, o.id, 1, o.gateway, o.card_on_file
    FROM unnest(p_id, p_payment_id, p_gateway, p_card_on_file) AS o(id, payment_id, gateway, card_on_file)
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
                   coalesce(sum(e.price_minor) FILTER (WHERE e.state NOT IN ('DECLINED', 'EXPIRED')
                                                         AND e.currency = o.currency), 0) AS paid_last_day,
                   count(*) FILTER (WHERE e.created_at > o.at - interval '1 minute'
                                      AND e.price_minor = o.price_minor AND e.currency = o.currency
                                      AND e.state NOT IN ('DECLINED', 'EXPIRED')) AS same_price_last_minute
            FROM recharge.recharge e
            WHERE e.msisdn = o.msisdn AND e.created_at > o.at - interval '1 day' AND e.refusal IS NULL
              AND e.id <> ALL (p_id[o.n:])) AS facts
        ORDER BY o.n;
END $$;

-- Changes each order that still has the version it was read with, notes the change, and answers the places in the arrays of
-- those that were changed. Of two changes to one version the first is made.
--
-- Rows are locked in one order by everyone, so two nodes' calls cannot wait for each other.
CREATE FUNCTION recharge.change_all(
    p_id text[], p_version bigint[], p_from text[], p_event text[], p_to text[], p_at timestamptz[],
    p_next_attempt_at timestamptz[], p_decline text[], p_refusal text[], p_actor text[], p_cause text[], p_evidence text[],
    p_of_payment boolean[], p_reference text[], p_payment_page text[], p_captured_minor bigint[], p_captured_currency text[])
RETURNS SETOF bigint
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
BEGIN
    IF cardinality(p_id) > 1 THEN
        PERFORM FROM recharge.recharge r WHERE r.id = ANY (p_id) ORDER BY r.id FOR NO KEY UPDATE;
    END IF;

    RETURN QUERY
        WITH change AS (
            SELECT DISTINCT ON (c.id, c.version) c.*
            FROM unnest(p_id, p_version, p_from, p_event, p_to, p_at, p_next_attempt_at, p_decline, p_refusal, p_actor,
                        p_cause, p_evidence, p_of_payment, p_reference, p_payment_page, p_captured_minor,
                        p_captured_currency) WITH ORDINALITY
                 AS c(id, version, from_state, event, to_state, at, next_attempt_at, decline, refusal, actor,
                      cause, evidence, of_payment, reference, payment_page, captured_minor, captured_currency, n)
            ORDER BY c.id, c.version, c.n),
        moved AS (
            UPDATE recharge.recharge r
            SET state = c.to_state, version = r.version + 1, changed_at = c.at, next_attempt_at = c.next_attempt_at,
                attempts = 0, last_decline = coalesce(c.decline, r.last_decline), refusal = c.refusal
            FROM change c
            WHERE r.id = c.id AND r.version = c.version
            RETURNING c.*),
        noted AS (
            INSERT INTO recharge.transition (recharge_id, version, from_state, event, to_state, actor, cause, evidence, at)
            SELECT m.id, m.version + 1, m.from_state, m.event, m.to_state, m.actor, m.cause, m.evidence, m.at FROM moved m),
        paid AS (
            UPDATE recharge.payment p
            SET reference = coalesce(m.reference, p.reference), payment_page = m.payment_page,
                captured_minor = coalesce(m.captured_minor, p.captured_minor),
                captured_currency = coalesce(m.captured_currency, p.captured_currency)
            FROM moved m
            WHERE p.recharge_id = m.id AND p.seq = 1 AND m.of_payment)
        SELECT m.n FROM moved m;
END $$;
