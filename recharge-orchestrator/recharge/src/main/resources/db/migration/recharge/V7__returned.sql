-- An order in review whose money has gone back whole ends as returned.

ALTER TABLE recharge.recharge DROP CONSTRAINT recharge_state_check;
ALTER TABLE recharge.recharge ADD CONSTRAINT recharge_state_check
    CHECK (state IN ('CREATED', 'CHARGING', 'REQUIRES_ACTION', 'UNKNOWN', 'CANCELLING', 'PAID',
                     'CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW', 'RETURNED'));
ALTER TABLE recharge.recharge DROP CONSTRAINT recharge_rests_or_has_a_next_attempt;
ALTER TABLE recharge.recharge ADD CONSTRAINT recharge_rests_or_has_a_next_attempt
    CHECK ((state IN ('CREDITED', 'DECLINED', 'EXPIRED', 'CANCELLED', 'IN_REVIEW', 'RETURNED')) = (next_attempt_at IS NULL));

-- What of an order's money has gone back for good: by refunds that succeeded, and disputes that have ended with it lost, or a
-- part of it. In minor units of what was captured.
CREATE FUNCTION recharge.gone_minor(p_recharge_id text) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT refunded_minor FROM recharge.returned WHERE recharge_id = p_recharge_id), 0)
         + coalesce((SELECT sum(withdrawn_minor - coalesce(reinstated_minor, 0)) FROM recharge.dispute
                     WHERE recharge_id = p_recharge_id AND state IN ('WON', 'LOST')), 0)::bigint
$$;

-- Whoever says so, an order is returned only when all that was captured has gone back. A trigger after the change, and no
-- constraint, as a refund that succeeded may fail days later. It sees what was committed while the change waited for the order,
-- which everybody locks first who moves its money; and a change to another state does not even call it.
CREATE FUNCTION recharge.require_all_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM recharge.payment
                   WHERE recharge_id = NEW.id AND seq = 1 AND captured_minor BETWEEN 1 AND recharge.gone_minor(NEW.id))
    THEN
        RAISE EXCEPTION 'not all of the money of % has gone back', NEW.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER returned_when_all_is_gone AFTER UPDATE OF state ON recharge.recharge
    FOR EACH ROW WHEN (NEW.state = 'RETURNED' AND OLD.state <> 'RETURNED') EXECUTE FUNCTION recharge.require_all_gone();

-- As before, but of an order that was returned something can be asked back, too: of a refund that succeeded, and failed later.
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
    SELECT * INTO payment FROM recharge.payment WHERE recharge_id = p_recharge_id AND seq = 1;
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

-- As before, but an order that was returned counts no more than one that was declined.
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
