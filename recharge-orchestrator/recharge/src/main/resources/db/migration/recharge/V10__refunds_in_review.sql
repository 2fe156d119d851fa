-- A refund of which nothing tells what became of it waits for a person's decision, and is looked up once a day all the same.
-- What is there has passed a narrower rule, so it need not be read for the new ones.
--
-- Nodes of the version before cannot read such a refund, nor relay its news: they have to be gone before one is handed over, which
-- begins with the first node of this version.

ALTER TABLE recharge.refund DROP CONSTRAINT refund_state_check;
ALTER TABLE recharge.refund ADD CONSTRAINT refund_state_check
    CHECK (state IN ('AWAITING_APPROVAL', 'REJECTED', 'SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'SUCCEEDED', 'GIVING_BACK',
                     'FAILED')) NOT VALID;
-- The one check of this table that had no name.
ALTER TABLE recharge.refund DROP CONSTRAINT refund_check;
ALTER TABLE recharge.refund ADD CONSTRAINT refund_rests_or_has_a_next_attempt
    CHECK ((state IN ('SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'GIVING_BACK')) = (next_attempt_at IS NOT NULL)) NOT VALID;

DROP INDEX recharge.refund_resting;
CREATE INDEX refund_resting ON recharge.refund (state, id)
    WHERE state IN ('AWAITING_APPROVAL', 'SENDING', 'UNKNOWN', 'PENDING', 'IN_REVIEW', 'GIVING_BACK');
