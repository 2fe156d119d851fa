package dev.refill.testsupport;

import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class TestDatabaseTest {

    @Test
    void answersFromPostgreSql18() {
        try (TestDatabase database = TestDatabase.with()) {
            database.client()
                    .sql("SELECT current_setting('server_version_num')::int / 10000 AS major")
                    .map(row -> row.get("major", Integer.class))
                    .one()
                    .as(StepVerifier::create)
                    .expectNext(18)
                    .verifyComplete();
        }
    }
}
