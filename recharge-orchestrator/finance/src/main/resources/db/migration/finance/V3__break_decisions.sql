-- What people decide about breaks. Each function is one step, about the version that the person has seen; it answers what came of it:
-- unknown, changed (another version, or a state in which it makes no sense), or the state that the break is in now.

-- Gives an unresolved break an owner, or none.
CREATE FUNCTION finance.assign_break(p_break text, p_version integer, p_owner text, p_person text, p_at timestamptz) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    known finance.reconciliation_break;
BEGIN
    SELECT * INTO known FROM finance.reconciliation_break WHERE break_id = p_break FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    IF known.version <> p_version OR known.state <> 'open' THEN
        RETURN 'changed';
    END IF;
    UPDATE finance.reconciliation_break SET owner = p_owner, version = version + 1 WHERE break_id = p_break;
    INSERT INTO finance.break_history (break_id, version, event, class, state, pair, person, reason, evidence, at)
    VALUES (p_break, p_version + 1, 'assigned', known.class, known.state, known.pair, p_person,
            CASE WHEN p_owner IS NULL THEN 'To nobody' ELSE 'To ' || p_owner END, known.evidence, p_at);
    RETURN known.state;
END $$;

-- Resolves an open break, with a posting of what is left of its difference or without one. Above the limit, and where there is no limit or
-- nothing that could be compared with it, it is a proposal. Answers no_difference, if there is nothing to post.
CREATE FUNCTION finance.resolve_break(
    p_break text, p_version integer, p_posts boolean, p_limits jsonb, p_person text, p_reason text, p_at timestamptz) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    known finance.reconciliation_break;
    left_over numeric;
    limited numeric;
    then_state text;
    what jsonb;
BEGIN
    SELECT * INTO known FROM finance.reconciliation_break WHERE break_id = p_break FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    IF known.version <> p_version OR known.state <> 'open' THEN
        RETURN 'changed';
    END IF;
    IF known.posted = 0 OR known.posted_currency = known.currency THEN
        left_over := known.difference - known.posted;
    END IF;
    IF p_posts AND coalesce(left_over, 0) = 0 THEN
        RETURN 'no_difference';
    END IF;
    limited := (p_limits ->> known.currency)::numeric;
    what := finance.decision(left_over, known.currency, p_posts, p_version + 1, p_person, p_reason);
    then_state := CASE WHEN abs(left_over) <= limited THEN CASE WHEN p_posts THEN 'posting' ELSE 'resolved' END
                       ELSE 'proposed' END;
    UPDATE finance.reconciliation_break
    SET state = then_state, decided = CASE WHEN then_state <> 'resolved' THEN what END, version = version + 1,
        resolved_at = CASE WHEN then_state = 'resolved' THEN p_at END
    WHERE break_id = p_break;
    INSERT INTO finance.break_history (break_id, version, event, class, state, pair, person, reason, evidence, at)
    VALUES (p_break, p_version + 1,
            CASE then_state WHEN 'resolved' THEN 'resolved' WHEN 'posting' THEN 'approved' ELSE 'proposed' END, known.class,
            then_state, known.pair, p_person, p_reason, known.evidence, p_at);
    RETURN then_state;
END $$;

-- A second person agrees to what was proposed, or not. Answers same_person, if it is the first one who would agree.
CREATE FUNCTION finance.answer_proposal(
    p_break text, p_version integer, p_agrees boolean, p_person text, p_reason text, p_at timestamptz) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    known finance.reconciliation_break;
    then_state text;
BEGIN
    SELECT * INTO known FROM finance.reconciliation_break WHERE break_id = p_break FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    IF known.version <> p_version OR known.state <> 'proposed' THEN
        RETURN 'changed';
    END IF;
    IF p_agrees AND known.decided ->> 'by' = p_person THEN
        RETURN 'same_person';
    END IF;
    then_state := CASE WHEN NOT p_agrees THEN 'open' WHEN (known.decided ->> 'posts')::boolean THEN 'posting' ELSE 'resolved' END;
    UPDATE finance.reconciliation_break
    SET state = then_state, version = version + 1,
        decided = CASE WHEN then_state = 'posting'
                       THEN decided || jsonb_build_object('version', p_version + 1, 'approved_by', p_person) END,
        resolved_at = CASE WHEN then_state = 'resolved' THEN p_at END
    WHERE break_id = p_break;
    INSERT INTO finance.break_history (break_id, version, event, class, state, pair, person, reason, evidence, at)
    VALUES (p_break, p_version + 1,
            CASE WHEN NOT p_agrees THEN 'declined' WHEN then_state = 'resolved' THEN 'resolved' ELSE 'approved' END, known.class,
            then_state, known.pair, p_person, p_reason, known.evidence, p_at);
    RETURN then_state;
END $$;

-- A correction was posted, or will never be. Whoever tells it a second time is answered changed. If lines have come meanwhile, the break
-- is open again, with what was posted.
CREATE FUNCTION finance.end_posting(
    p_break text, p_decided integer, p_posted boolean, p_reason text, p_at timestamptz) RETURNS text
    LANGUAGE plpgsql AS $$
DECLARE
    known finance.reconciliation_break;
    then_state text;
BEGIN
    SELECT * INTO known FROM finance.reconciliation_break WHERE break_id = p_break FOR UPDATE;
    IF NOT FOUND THEN
        RETURN 'unknown';
    END IF;
    IF known.state <> 'posting' OR (known.decided ->> 'version')::integer <> p_decided THEN
        RETURN 'changed';
    END IF;
    then_state := CASE WHEN p_posted AND known.version = p_decided THEN 'resolved' ELSE 'open' END;
    UPDATE finance.reconciliation_break
    SET state = then_state, decided = NULL, version = version + 1,
        posted = posted + CASE WHEN p_posted THEN (known.decided ->> 'difference')::numeric ELSE 0 END,
        posted_currency = CASE WHEN p_posted THEN known.decided ->> 'currency' ELSE posted_currency END,
        resolved_at = CASE WHEN then_state = 'resolved' THEN p_at END
    WHERE break_id = p_break;
    INSERT INTO finance.break_history (break_id, version, event, class, state, pair, person, reason, evidence, at)
    VALUES (p_break, known.version + 1, CASE WHEN p_posted THEN 'posted' ELSE 'declined' END, known.class, then_state, known.pair,
            known.decided ->> 'by', p_reason, known.evidence, p_at);
    RETURN then_state;
END $$;

-- In the order in which they are worked off.
CREATE INDEX reconciliation_break_oldest ON finance.reconciliation_break (opened_at, break_id);
