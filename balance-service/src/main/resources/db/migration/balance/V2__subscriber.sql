-- Who the network knows. Numbers change hands, ids do not.
CREATE TABLE balance.subscriber (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^sub_[a-z0-9]{1,40}$'),
    msisdn text COLLATE "C" NOT NULL UNIQUE CHECK (msisdn ~ '^\+[1-9][0-9]{6,14}$'),
    status text NOT NULL CHECK (status IN ('ACTIVE', 'BARRED', 'FROZEN', 'CLOSED')),
    provisioned_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
