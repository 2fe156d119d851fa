SELECT {schema}.create_transfer({other}, 'bucket-sub_' || :subscriber::int, 1000);
