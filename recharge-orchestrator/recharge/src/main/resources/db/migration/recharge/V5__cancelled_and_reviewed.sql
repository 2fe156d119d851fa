-- Owners cancel unpaid orders, and people decide what is in review.

ALTER TABLE recharge.recharge DROP CONSTRAINT recharge_state_check;
ALTER TABLE recharge.recharge ADD CONSTRAINT recharge_state_check
    CHECK (state IN ('CREATED', 'CHARGING', 'REQUIRES_ACTION', 'UNKNOWN', 'CANCELLING', 'PAID',
                     'CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW'));
ALTER TABLE recharge.recharge DROP CONSTRAINT recharge_check;
ALTER TABLE recharge.recharge ADD CONSTRAINT recharge_rests_or_has_a_next_attempt
    CHECK ((state IN ('CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW')) = (next_attempt_at IS NULL));

-- The queue of those who decide. What rests in a state that is not terminal is found by its next attempt.
CREATE INDEX recharge_in_review ON recharge.recharge (id) WHERE state = 'IN_REVIEW';

-- What people did by hand to an order, and why. A decision is also a transition, of the version that is named here; a look-up
-- that brought no news is only here.
CREATE TABLE recharge.deed (
    seq         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recharge_id text        NOT NULL,
    version     bigint      NOT NULL,
    person      text        NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    deed        text        NOT NULL CHECK (deed IN ('LOOK_UP', 'CREDIT', 'CLOSE', 'RESUME')),
    reason      text        NOT NULL CHECK (length(reason) <= 500),
    -- What the provider said at that moment.
    found       text        NOT NULL,
    at          timestamptz NOT NULL
);

CREATE INDEX deed_of_recharge ON recharge.deed (recharge_id, seq);

CREATE OR REPLACE FUNCTION recharge.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;

CREATE TRIGGER deed_is_append_only BEFORE UPDATE OR DELETE ON recharge.deed
    FOR EACH ROW EXECUTE FUNCTION recharge.refuse_change();
CREATE TRIGGER deed_is_not_truncated BEFORE TRUNCATE ON recharge.deed
    FOR EACH STATEMENT EXECUTE FUNCTION recharge.refuse_change();

-- As before, but an order that was cancelled counts no more than one that was declined.
CREATE OR REPLACE FUNCTION recharge.accept_all(
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
                   coalesce(sum(e.price_minor) FILTER (WHERE e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED')
                                                         AND e.currency = o.currency), 0) AS paid_last_day,
                   count(*) FILTER (WHERE e.created_at > o.at - interval '1 minute'
                                      AND e.price_minor = o.price_minor AND e.currency = o.currency
                                      AND e.state NOT IN ('DECLINED', 'EXPIRED', 'CANCELLED')) AS same_price_last_minute
            FROM recharge.recharge e
            WHERE e.msisdn = o.msisdn AND e.created_at > o.at - interval '1 day' AND e.refusal IS NULL
              AND e.id <> ALL (p_id[o.n:])) AS facts
        ORDER BY o.n;
END $$;
