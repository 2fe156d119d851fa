package dev.refill.idempotency.r2dbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import reactor.test.StepVerifier;

import dev.refill.idempotency.ClaimStore;
import dev.refill.idempotency.ClaimStoreContract;
import dev.refill.idempotency.TestClock;
import dev.refill.idempotency.TestSettings;
import dev.refill.testsupport.TestDatabase;

class R2dbcClaimStoreIT implements ClaimStoreContract {

    @SuppressWarnings("NullAway.Init")
    private static TestDatabase database;

    private final TestClock clock = new TestClock();
    private final ClaimStore store = new R2dbcClaimStore(database.client(), clock, TestSettings.defaults());

    @BeforeAll
    static void open() {
        database = TestDatabase.with("idempotency");
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void forgetAllClaims() {
        database.client().sql("TRUNCATE idempotency.claim").then().as(StepVerifier::create).verifyComplete();
    }

    @Override
    public ClaimStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
