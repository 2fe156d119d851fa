-- Outbound webhooks: who wants to be told, what has happened, and each telling.

CREATE TABLE webhooks.endpoint (
    id           text        PRIMARY KEY CHECK (id ~ '^whe_[0-9a-z]{26}$'),
    owner        text        NOT NULL CHECK (length(owner) BETWEEN 1 AND 255),
    url          text        NOT NULL CHECK (length(url) BETWEEN 1 AND 1000),
    -- Empty: every type, those to come included.
    event_types  text[]      NOT NULL,
    state        text        NOT NULL DEFAULT 'enabled' CHECK (state IN ('enabled', 'disabled', 'deleted')),
    disabled_why text        CHECK (disabled_why IN ('by_owner', 'answered_gone')),
    -- Nothing is sent before: the endpoint said that it is too much, or stands behind a gateway that said so.
    slowed_until timestamptz,
    slow_downs   integer     NOT NULL DEFAULT 0 CHECK (slow_downs >= 0),
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    CONSTRAINT endpoint_says_why_it_is_disabled CHECK ((state = 'disabled') = (disabled_why IS NOT NULL))
);

CREATE UNIQUE INDEX endpoint_is_registered_once ON webhooks.endpoint (owner, url) WHERE state <> 'deleted';

-- Sealed by the application; this database cannot sign in its name. The one without an end is the newest.
CREATE TABLE webhooks.endpoint_secret (
    seq         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    endpoint_id text        NOT NULL REFERENCES webhooks.endpoint,
    sealed      text        NOT NULL CHECK (sealed ~ '^[A-Za-z0-9_.-]+$'),
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz
);

CREATE INDEX endpoint_secret_of_endpoint ON webhooks.endpoint_secret (endpoint_id, seq);

CREATE TABLE webhooks.event (
    seq          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           text        NOT NULL CONSTRAINT event_is_kept_once UNIQUE,
    owner        text        NOT NULL,
    type         text        NOT NULL,
    body         text        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    published_at timestamptz NOT NULL
);

CREATE INDEX event_of_owner ON webhooks.event (owner, occurred_at, seq);
CREATE INDEX event_purgeable ON webhooks.event (published_at);

-- One row for each event and endpoint. As in the inbox, a row that is to be worked on has a next attempt, and taking it
-- pushes that moment behind the lease, so a worker that dies gives its rows back by itself.
CREATE TABLE webhooks.delivery (
    endpoint_id     text        NOT NULL REFERENCES webhooks.endpoint,
    event_seq       bigint      NOT NULL REFERENCES webhooks.event,
    state           text        NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
    -- Grows with every taking and every replay and never falls: the fencing token that a late worker no longer holds.
    attempt         integer     NOT NULL DEFAULT 0 CHECK (attempt >= 0),
    -- Takings since it was made or replayed; counted when taken, so that a crash counts too.
    tries           integer     NOT NULL DEFAULT 0 CHECK (tries >= 0),
    lease_owner     text,
    next_attempt_at timestamptz,
    last_attempt_at timestamptz,
    last_status     integer,
    last_error      text        CHECK (length(last_error) <= 500),
    created_at      timestamptz NOT NULL,
    finished_at     timestamptz,
    PRIMARY KEY (endpoint_id, event_seq),
    CONSTRAINT delivery_is_terminal_or_has_a_next_attempt CHECK ((state = 'pending') = (next_attempt_at IS NOT NULL)),
    CONSTRAINT delivery_is_finished_when_terminal CHECK ((state = 'pending') = (finished_at IS NULL)),
    CONSTRAINT delivery_is_leased_only_while_pending CHECK (lease_owner IS NULL OR next_attempt_at IS NOT NULL)
) WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

CREATE INDEX delivery_due ON webhooks.delivery (endpoint_id, next_attempt_at, event_seq) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_leased ON webhooks.delivery (endpoint_id, next_attempt_at) WHERE lease_owner IS NOT NULL;
CREATE INDEX delivery_of_event ON webhooks.delivery (event_seq);
CREATE INDEX delivery_purgeable ON webhooks.delivery (finished_at) WHERE finished_at IS NOT NULL;
