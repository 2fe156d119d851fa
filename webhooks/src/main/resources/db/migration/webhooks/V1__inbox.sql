CREATE SCHEMA IF NOT EXISTS webhooks;

-- One row for each verified event of a provider. A row that is to be worked on has a next attempt; taking it pushes that
-- moment behind the lease, so a worker that dies gives its rows back by itself.
CREATE TABLE webhooks.inbox (
    seq             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway         text        NOT NULL CHECK (gateway ~ '^[a-z][a-z0-9-]{0,31}$'),
    event_id        text        NOT NULL CHECK (length(event_id) BETWEEN 1 AND 255),
    event_type      text        NOT NULL CHECK (length(event_type) BETWEEN 1 AND 255),
    body            bytea,
    state           text        NOT NULL DEFAULT 'ready'
                    CHECK (state IN ('ready', 'retry', 'parked', 'done', 'not_understood', 'dead')),
    -- Grows with every taking and never falls: the fencing token that a late worker no longer holds.
    attempt         integer     NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    -- Takings since the event was last parked or replayed; counted when taken, so that a crash counts too.
    tries           integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    parkings        integer     NOT NULL DEFAULT 0 CHECK (parkings >= 0),
    lease_owner     text,
    next_attempt_at timestamptz,
    last_error      text        CHECK (length(last_error) <= 500),
    received_at     timestamptz NOT NULL,
    last_attempt_at timestamptz,
    finished_at     timestamptz,
    CONSTRAINT inbox_event_is_kept_once UNIQUE (gateway, event_id),
    CONSTRAINT inbox_is_terminal_or_has_a_next_attempt
        CHECK ((state IN ('ready', 'retry', 'parked')) = (next_attempt_at IS NOT NULL)),
    CONSTRAINT inbox_is_leased_only_while_open
        CHECK (lease_owner IS NULL OR next_attempt_at IS NOT NULL),
    CONSTRAINT inbox_has_its_body_until_done
        CHECK (body IS NOT NULL OR state = 'done')
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

CREATE INDEX inbox_due ON webhooks.inbox (next_attempt_at, seq) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX inbox_trouble ON webhooks.inbox (state, seq) WHERE state IN ('not_understood', 'dead');
CREATE INDEX inbox_purgeable ON webhooks.inbox (finished_at) WHERE state = 'done' AND body IS NOT NULL;
