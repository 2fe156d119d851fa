-- A bank may take the money of an order while a refund of it waits for the second person. What is disputed cannot also be refunded:
-- such a refund has moved nothing yet, and is not approved as long as the dispute stands.

-- As before, and answers that nothing was changed, too, if the money that is to be approved is not there any more.
CREATE OR REPLACE FUNCTION recharge.change_refund(
    p_id text, p_version bigint, p_recharge_id text, p_from text, p_event text, p_to text, p_actor text, p_cause text,
    p_evidence text, p_at timestamptz, p_next_attempt_at timestamptz, p_reference text, p_decided_by text)
RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    changed recharge.refund;
    after recharge.returned;
BEGIN
    PERFORM FROM recharge.recharge WHERE id = p_recharge_id FOR NO KEY UPDATE;
    IF p_event = 'APPROVED' AND EXISTS (SELECT FROM recharge.returned
                                        WHERE recharge_id = p_recharge_id AND refunding_minor + disputed_minor > captured_minor)
    THEN
        RETURN false;
    END IF;
    UPDATE recharge.refund
    SET version = version + 1, state = p_to, changed_at = p_at, next_attempt_at = p_next_attempt_at, attempts = 0,
        reference = coalesce(p_reference, reference), decided_by = coalesce(p_decided_by, decided_by)
    WHERE id = p_id AND version = p_version AND recharge_id = p_recharge_id
    RETURNING * INTO changed;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    UPDATE recharge.returned
    SET version = version + 1,
        refunding_minor = refunding_minor - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.amount_minor ELSE 0 END,
        credit = credit - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.credit ELSE 0 END,
        bonus = bonus - CASE WHEN p_to IN ('REJECTED', 'FAILED') THEN changed.bonus ELSE 0 END,
        refunded_minor = refunded_minor + CASE WHEN p_to = 'SUCCEEDED' THEN changed.amount_minor
                                               WHEN p_from = 'SUCCEEDED' THEN -changed.amount_minor ELSE 0 END
    WHERE recharge_id = p_recharge_id
    RETURNING * INTO after;
    INSERT INTO recharge.refund_step (refund_id, version, from_state, event, to_state, actor, cause, evidence, at, refunded_minor)
    VALUES (p_id, changed.version, p_from, p_event, p_to, p_actor, p_cause, p_evidence, p_at, after.refunded_minor);
    IF p_to IN ('SUCCEEDED', 'REJECTED', 'GIVING_BACK', 'FAILED') THEN
        UPDATE recharge.recharge
        SET refunded_minor = after.refunded_minor, goes_back = after.refunding_minor + after.disputed_minor > 0
        WHERE id = p_recharge_id;
    END IF;
    RETURN true;
END $$;
