-- How far each provider's own list of events was read, and which node reads it now. Every taking makes a new fence; whoever
-- comes back late with an old one changes nothing. A node that dies gives the list back by itself when its lease ends.
CREATE TABLE webhooks.feed_cursor (
    gateway      text        PRIMARY KEY CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
    -- What happened before is kept; it never goes back.
    reached      timestamptz NOT NULL,
    fence        bigint      NOT NULL CHECK (fence > 0),
    lease_owner  text        NOT NULL,
    leased_until timestamptz NOT NULL,
    completed_at timestamptz
);
