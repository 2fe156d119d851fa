-- Whether a session that was told that there is no more could have more again is looked at when the main bucket has changed since
-- the last look, and not otherwise.
ALTER TABLE balance.charging_session ADD COLUMN seen text;

COMMENT ON COLUMN balance.charging_session.seen IS 'what the main bucket held at the last look; NULL: there was none';
