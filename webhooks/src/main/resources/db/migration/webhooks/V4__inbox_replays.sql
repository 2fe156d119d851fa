-- Who had an event handled again, why and when; written by the statement that makes it ready.
CREATE TABLE webhooks.inbox_replay (
    seq       bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    inbox_seq bigint      NOT NULL REFERENCES webhooks.inbox,
    person    text        NOT NULL CHECK (length(person) BETWEEN 1 AND 255),
    reason    text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 500),
    state     text        NOT NULL,
    error     text,
    at        timestamptz NOT NULL
);

CREATE INDEX inbox_replay_of_event ON webhooks.inbox_replay (inbox_seq, seq);

CREATE FUNCTION webhooks.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;

CREATE TRIGGER inbox_replay_is_append_only BEFORE UPDATE OR DELETE ON webhooks.inbox_replay
    FOR EACH ROW EXECUTE FUNCTION webhooks.refuse_change();
CREATE TRIGGER inbox_replay_is_not_truncated BEFORE TRUNCATE ON webhooks.inbox_replay
    FOR EACH STATEMENT EXECUTE FUNCTION webhooks.refuse_change();
