-- Orders that may go to another gateway, and gateways that people switch off.
--
-- An order has one payment at a time: the latest. The ones before it ended without money by their providers' word, or were
-- never sent. Nodes of the version before take the first one for the order's, so no order may get a second one as long as one
-- of them runs: rules with more than one gateway are set after the last of them has stopped.

ALTER TABLE recharge.recharge ADD COLUMN payments int NOT NULL DEFAULT 1;

-- Between which gateways it was chosen, and why; NULL: there was no choice.
ALTER TABLE recharge.payment ADD COLUMN route text;

-- Money of payments that another one had followed by then, as their providers contradicted themselves. It belongs to nothing, and
-- waits for a person who gives it back at the provider.
CREATE TABLE recharge.stray (
    payment_id        text        PRIMARY KEY,
    recharge_id       text        NOT NULL,
    gateway           text        NOT NULL,
    reference         text        NOT NULL,
    captured_minor    bigint      NOT NULL CHECK (captured_minor > 0),
    captured_currency text        NOT NULL,
    at                timestamptz NOT NULL,
    person            text        CHECK (length(person) BETWEEN 1 AND 255),
    reason            text        CHECK (length(reason) BETWEEN 1 AND 500),
    given_back_at     timestamptz,
    CHECK ((given_back_at IS NULL) = (person IS NULL) AND (given_back_at IS NULL) = (reason IS NULL))
);

CREATE INDEX stray_waits ON recharge.stray (at, payment_id) WHERE given_back_at IS NULL;
CREATE INDEX stray_of_recharge ON recharge.stray (recharge_id);

-- What people said of each gateway; the latest line counts.
CREATE TABLE recharge.gateway_switch (
    seq     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway text        NOT NULL,
    is_off  boolean     NOT NULL,
    person  text        NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    reason  text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    at      timestamptz NOT NULL
);

CREATE INDEX switch_of_gateway ON recharge.gateway_switch (gateway, seq DESC);

CREATE TRIGGER switch_is_append_only BEFORE UPDATE OR DELETE ON recharge.gateway_switch
    FOR EACH ROW EXECUTE FUNCTION recharge.refuse_change();
CREATE TRIGGER switch_is_not_truncated BEFORE TRUNCATE ON recharge.gateway_switch
    FOR EACH STATEMENT EXECUTE FUNCTION recharge.refuse_change();

-- As before, of the order's latest payment; and a change may begin the next one, which is paid the same way at another gateway.
-- What the change says of a payment, it says of the one before that.
CREATE FUNCTION recharge.change_all(
    p_id text[], p_version bigint[], p_from text[], p_event text[], p_to text[], p_at timestamptz[],
    p_next_attempt_at timestamptz[], p_decline text[], p_refusal text[], p_actor text[], p_cause text[], p_evidence text[],
    p_of_payment boolean[], p_reference text[], p_payment_page text[], p_captured_minor bigint[], p_captured_currency text[],
    p_next_payment text[], p_next_gateway text[], p_route text[])
RETURNS SETOF bigint
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan
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
                        p_captured_currency, p_next_payment, p_next_gateway, p_route) WITH ORDINALITY
                 AS c(id, version, from_state, event, to_state, at, next_attempt_at, decline, refusal, actor,
                      cause, evidence, of_payment, reference, payment_page, captured_minor, captured_currency,
                      next_payment, next_gateway, route, n)
            ORDER BY c.id, c.version, c.n),
        moved AS (
            UPDATE recharge.recharge r
            SET state = c.to_state, version = r.version + 1, changed_at = c.at, next_attempt_at = c.next_attempt_at,
                attempts = 0, last_decline = coalesce(c.decline, r.last_decline), refusal = c.refusal,
                payments = r.payments + CASE WHEN c.next_payment IS NULL THEN 0 ELSE 1 END
            FROM change c
            WHERE r.id = c.id AND r.version = c.version
            RETURNING c.*, r.payments - CASE WHEN c.next_payment IS NULL THEN 0 ELSE 1 END AS seq),
        noted AS (
            INSERT INTO recharge.transition (recharge_id, version, from_state, event, to_state, actor, cause, evidence, at)
            SELECT m.id, m.version + 1, m.from_state, m.event, m.to_state, m.actor, m.cause, m.evidence, m.at FROM moved m),
        paid AS (
            UPDATE recharge.payment p
            SET reference = coalesce(m.reference, p.reference), payment_page = m.payment_page,
                captured_minor = coalesce(m.captured_minor, p.captured_minor),
                captured_currency = coalesce(m.captured_currency, p.captured_currency)
            FROM moved m
            WHERE p.recharge_id = m.id AND p.seq = m.seq AND m.of_payment),
        followed AS (
            INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn, route)
            SELECT m.next_payment, m.id, m.seq + 1, m.next_gateway, p.card_on_file, p.payer_msisdn, m.route
            FROM moved m JOIN recharge.payment p ON p.recharge_id = m.id AND p.seq = m.seq
            WHERE m.next_payment IS NOT NULL)
        SELECT m.n FROM moved m;
END $$;

-- For nodes of the version before.
CREATE OR REPLACE FUNCTION recharge.change_all(
    p_id text[], p_version bigint[], p_from text[], p_event text[], p_to text[], p_at timestamptz[],
    p_next_attempt_at timestamptz[], p_decline text[], p_refusal text[], p_actor text[], p_cause text[], p_evidence text[],
    p_of_payment boolean[], p_reference text[], p_payment_page text[], p_captured_minor bigint[], p_captured_currency text[])
RETURNS SETOF bigint
LANGUAGE sql AS $$
    SELECT * FROM recharge.change_all(p_id, p_version, p_from, p_event, p_to, p_at, p_next_attempt_at, p_decline, p_refusal,
                                      p_actor, p_cause, p_evidence, p_of_payment, p_reference, p_payment_page,
                                      p_captured_minor, p_captured_currency,
                                      array_fill(NULL::text, ARRAY[cardinality(p_id)]),
                                      array_fill(NULL::text, ARRAY[cardinality(p_id)]),
                                      array_fill(NULL::text, ARRAY[cardinality(p_id)]))
$$;

-- As before, and why the gateway was chosen, where there was a choice.
CREATE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_payer_msisdn text[], p_route text[], p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
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

    INSERT INTO recharge.payment (id, recharge_id, seq, gateway, card_on_file, payer_msisdn, route)
    SELECT o.payment_id, o.id, 1, o.gateway, o.card_on_file, o.payer_msisdn, o.route
    FROM unnest(p_id, p_payment_id, p_gateway, p_card_on_file, p_payer_msisdn, p_route)
         AS o(id, payment_id, gateway, card_on_file, payer_msisdn, route)
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

-- For nodes of the version before.
CREATE OR REPLACE FUNCTION recharge.accept_all(
    p_id text[], p_claim_id text[], p_client_id text[], p_channel text[], p_subscriber_id text[], p_msisdn text[],
    p_offer_id text[], p_price_minor bigint[], p_currency text[], p_credit_unit text[], p_credit bigint[], p_bonus bigint[],
    p_repeat_confirmed boolean[], p_payment_id text[], p_gateway text[], p_card_on_file text[],
    p_payer_msisdn text[], p_at timestamptz[], p_next_attempt_at timestamptz[], p_state text)
RETURNS TABLE (is_new boolean, orders_last_hour bigint, paid_last_day numeric, same_price_last_minute bigint)
LANGUAGE sql AS $$
    SELECT * FROM recharge.accept_all(p_id, p_claim_id, p_client_id, p_channel, p_subscriber_id, p_msisdn, p_offer_id,
                                      p_price_minor, p_currency, p_credit_unit, p_credit, p_bonus, p_repeat_confirmed,
                                      p_payment_id, p_gateway, p_card_on_file, p_payer_msisdn,
                                      array_fill(NULL::text, ARRAY[cardinality(p_id)]), p_at, p_next_attempt_at, p_state)
$$;

-- As before, of the latest payment.
CREATE OR REPLACE FUNCTION recharge.require_all_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM recharge.payment
                   WHERE recharge_id = NEW.id AND seq = NEW.payments AND captured_minor BETWEEN 1 AND recharge.gone_minor(NEW.id))
    THEN
        RAISE EXCEPTION 'not all of the money of % has gone back', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

-- As before, of the latest payment.
CREATE OR REPLACE FUNCTION recharge.request_refund(
    p_id text, p_claim_id text, p_recharge_id text, p_order_version bigint, p_seen bigint, p_state text, p_event text,
    p_amount_minor bigint, p_currency text, p_credit_unit text, p_credit bigint, p_bonus bigint, p_when_spent text, p_reason text,
    p_requested_by text, p_reference text, p_actor text, p_cause text, p_evidence text, p_at timestamptz,
    p_next_attempt_at timestamptz)
RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
    placed recharge.recharge;
    payment recharge.payment;
    before recharge.returned;
    too_much bigint;
    waiting recharge.refund;
BEGIN
    SELECT * INTO placed FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM recharge.refund WHERE claim_id = p_claim_id) THEN
        RETURN 'KNOWN';
    END IF;
    SELECT * INTO payment FROM recharge.payment WHERE recharge_id = p_recharge_id AND seq = placed.payments;
    IF placed.state IS NULL OR placed.state NOT IN ('CREDITED', 'IN_REVIEW', 'RETURNED') OR coalesce(payment.captured_minor, 0) = 0
        OR payment.captured_currency <> p_currency
    THEN
        RETURN 'NOT_SETTLED';
    END IF;

    INSERT INTO recharge.returned VALUES (p_recharge_id, 0, payment.captured_minor, payment.captured_currency, 0, 0, 0, 0, 0)
    ON CONFLICT DO NOTHING;
    SELECT * INTO before FROM recharge.returned WHERE recharge_id = p_recharge_id FOR UPDATE;
    IF before.version <> p_seen OR placed.version <> p_order_version THEN
        RETURN 'STALE';
    END IF;
    too_much := before.refunding_minor + before.disputed_minor + p_amount_minor - before.captured_minor;
    IF too_much > (SELECT coalesce(sum(amount_minor), 0) FROM recharge.refund
                   WHERE p_event = 'FOUND_AT_PROVIDER' AND recharge_id = p_recharge_id AND state = 'AWAITING_APPROVAL')
    THEN
        RETURN 'EXCEEDS';
    END IF;
    -- What was made at the provider is a fact; what waits for approval has moved nothing yet and gives way, the newest first.
    WHILE too_much > 0 LOOP
        SELECT * INTO waiting FROM recharge.refund
        WHERE recharge_id = p_recharge_id AND state = 'AWAITING_APPROVAL'
        ORDER BY created_at DESC, id DESC
        LIMIT 1;
        PERFORM recharge.change_refund(waiting.id, waiting.version, p_recharge_id, waiting.state, 'GAVE_WAY', 'REJECTED', p_actor,
                                       p_cause, p_evidence, p_at, NULL, NULL, NULL);
        too_much := too_much - waiting.amount_minor;
    END LOOP;

    UPDATE recharge.returned
    SET version = version + 1, refunding_minor = refunding_minor + p_amount_minor,
        credit = credit + p_credit, bonus = bonus + p_bonus
    WHERE recharge_id = p_recharge_id;
    UPDATE recharge.recharge SET refunded_minor = coalesce(refunded_minor, 0), goes_back = true WHERE id = p_recharge_id;
    INSERT INTO recharge.refund (id, claim_id, recharge_id, version, state, gateway, amount_minor, currency, credit_unit,
                                 credit, bonus, when_spent, reason, requested_by, reference, next_attempt_at, created_at,
                                 changed_at)
    VALUES (p_id, p_claim_id, p_recharge_id, 1, p_state, payment.gateway, p_amount_minor, p_currency, p_credit_unit,
            p_credit, p_bonus, p_when_spent, p_reason, p_requested_by, p_reference, p_next_attempt_at, p_at, p_at);
    INSERT INTO recharge.refund_step (refund_id, version, event, to_state, actor, cause, evidence, at, refunded_minor)
    VALUES (p_id, 1, p_event, p_state, p_actor, p_cause, p_evidence, p_at, before.refunded_minor);
    RETURN 'KEPT';
END $$;

-- As before, of the latest payment.
CREATE OR REPLACE FUNCTION recharge.change_dispute(
    p_id text, p_gateway text, p_reference text, p_recharge_id text, p_order_version bigint, p_version bigint, p_seen bigint,
    p_from text, p_event text, p_to text, p_currency text, p_withdrawn_minor bigint, p_fee_minor bigint, p_fee_currency text, p_reinstated_minor bigint,
    p_credit_unit text, p_credit bigint, p_bonus bigint, p_credit_back bigint, p_bonus_back bigint, p_raw_reason text,
    p_actor text, p_cause text, p_evidence text, p_at timestamptz)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    placed recharge.recharge;
    before recharge.dispute;
    payment recharge.payment;
BEGIN
    SELECT * INTO placed FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    IF placed.version IS DISTINCT FROM p_order_version THEN
        RETURN false;
    END IF;
    SELECT * INTO before FROM recharge.dispute WHERE gateway = p_gateway AND reference = p_reference FOR UPDATE;
    IF coalesce(before.version, 0) <> p_version THEN
        RETURN false;
    END IF;
    SELECT * INTO payment FROM recharge.payment WHERE recharge_id = p_recharge_id AND seq = placed.payments;
    INSERT INTO recharge.returned VALUES (p_recharge_id, 0, payment.captured_minor, payment.captured_currency, 0, 0, 0, 0, 0)
    ON CONFLICT DO NOTHING;
    IF p_seen IS NOT NULL
        AND p_seen <> (SELECT version FROM recharge.returned WHERE recharge_id = p_recharge_id FOR UPDATE)
    THEN
        RETURN false;
    END IF;

    INSERT INTO recharge.dispute AS d (id, gateway, reference, recharge_id, subscriber_id, version, state, currency,
                                       withdrawn_minor, fee_minor, fee_currency, reinstated_minor, credit_unit, credit, bonus,
                                       credit_back, bonus_back, raw_reason, created_at, changed_at)
    VALUES (p_id, p_gateway, p_reference, p_recharge_id, placed.subscriber_id, 1, p_to, p_currency,
            p_withdrawn_minor, p_fee_minor, p_fee_currency, p_reinstated_minor, p_credit_unit, p_credit, p_bonus,
            p_credit_back, p_bonus_back, p_raw_reason, p_at, p_at)
    ON CONFLICT (gateway, reference) DO UPDATE
    SET version = d.version + 1, state = p_to, currency = p_currency, withdrawn_minor = p_withdrawn_minor,
        fee_minor = p_fee_minor, fee_currency = p_fee_currency, reinstated_minor = p_reinstated_minor, credit = p_credit,
        bonus = p_bonus, credit_back = p_credit_back, bonus_back = p_bonus_back, raw_reason = p_raw_reason, changed_at = p_at;
    INSERT INTO recharge.dispute_step (dispute_id, version, from_state, event, to_state, actor, cause, evidence, at)
    VALUES (coalesce(before.id, p_id), p_version + 1, p_from, p_event, p_to, p_actor, p_cause, p_evidence, p_at);
    UPDATE recharge.returned
    SET version = version + 1,
        disputed_minor = disputed_minor
            + coalesce(p_withdrawn_minor, 0) - coalesce(p_reinstated_minor, 0)
            - (coalesce(before.withdrawn_minor, 0) - coalesce(before.reinstated_minor, 0)),
        credit = credit + (p_credit - p_credit_back) - (coalesce(before.credit, 0) - coalesce(before.credit_back, 0)),
        bonus = bonus + (p_bonus - p_bonus_back) - (coalesce(before.bonus, 0) - coalesce(before.bonus_back, 0))
    WHERE recharge_id = p_recharge_id;
    UPDATE recharge.recharge r
    SET refunded_minor = t.refunded_minor, goes_back = t.refunding_minor + t.disputed_minor > 0
    FROM recharge.returned t WHERE r.id = p_recharge_id AND t.recharge_id = r.id;
    RETURN true;
END $$;
