package dev.refill.sandbox.momo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.refill.sandbox.Receiver;
import dev.refill.sandbox.Sandbox;
import dev.refill.sandbox.delivery.lifecycle.DeliverySettings;

import static org.assertj.core.api.Assertions.assertThat;

/** What a shop is told at the end of a request, at the address that came with it. */
class CallbackTest {

    private static final DeliverySettings IMPATIENT = new DeliverySettings(8, Duration.ofSeconds(5),
            Duration.ofMillis(1), Duration.ofMillis(1), 5);

    private static String asked(Sandbox sandbox, Receiver shop) {
        Mtn mtn = new Mtn(sandbox);
        String reference = Mtn.newReference();
        HttpResponse<String> accepted = sandbox.send(mtn
                .creation(Product.COLLECTION, "requesttopay", reference, Mtn.tenEurosOf(Mtn.PHONE))
                .header("X-Callback-Url", shop.url()));
        assertThat(accepted.statusCode()).isEqualTo(202);
        return reference;
    }

    @Test
    void callbackWhenPaidThenPutWithoutASignatureAndInTheWordsOfALookUp() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = Sandbox.start()) {
            String reference = asked(sandbox, shop);
            new Mtn(sandbox).says(reference, "approve");
            Receiver.Received told = shop.next();
            assertThat(told.method()).isEqualTo("PUT");
            assertThat(told.signature()).isNull();
            assertThat(told.body()).isEqualTo(new Mtn(sandbox).payment(reference).toString());
            assertThat(told.body()).contains("\"status\":\"SUCCESSFUL\"", "\"externalId\":\"op-1\"");
        }
    }

    /** Were it repeated, all repetitions would have come before it is given up and its address forgotten. */
    @Test
    void callbackWhenTheShopFailsThenNotRepeatedAndItsAddressIsForgotten(@TempDir Path data) {
        try (Receiver shop = new Receiver();
                Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data).withDeliveries(IMPATIENT))) {
            shop.answers(500);
            String reference = asked(sandbox, shop);
            new Mtn(sandbox).says(reference, "reject");
            assertThat(shop.next().body()).contains("\"APPROVAL_REJECTED\"");
            awaitEndpointGone(data);
            assertThat(shop.waiting()).isZero();
        }
    }

    @Test
    void callbackWhenToldThenItsAddressIsForgotten(@TempDir Path data) {
        try (Receiver shop = new Receiver(); Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
            new Mtn(sandbox).says(asked(sandbox, shop), "approve");
            shop.next();
            awaitEndpointGone(data);
        }
    }

    @Test
    void callbackWhenASwitchCannotBeObeyedThenItsTurnIsLeft() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = Sandbox.start()) {
            sandbox.fault("{\"kind\":\"webhook_type\",\"value\":\"x\",\"times\":1}");
            sandbox.fault("{\"kind\":\"webhook_api_version\",\"value\":\"x\",\"times\":1}");
            sandbox.fault("{\"kind\":\"conflict\",\"times\":1}");
            sandbox.fault("{\"kind\":\"webhook_duplicate\",\"times\":1}");
            new Mtn(sandbox).says(asked(sandbox, shop), "approve");
            shop.next(2);
            assertThat(sandbox.control("GET", "faults", null).body())
                    .contains("\"webhook_type\"", "\"webhook_api_version\"", "\"conflict\"")
                    .doesNotContain("webhook_duplicate");
        }
    }

    private static void awaitEndpointGone(Path data) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!journal(data).contains("\"endpoint_gone\"")) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
        }
    }

    private static String journal(Path data) {
        try {
            return Files.readString(data.resolve("momo").resolve("journal.jsonl"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Test
    void callbackWhenDuplicatedByASwitchThenComesTwice() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = Sandbox.start()) {
            sandbox.fault("{\"kind\":\"webhook_duplicate\",\"target\":\"momo.requesttopay\",\"count\":1}");
            new Mtn(sandbox).says(asked(sandbox, shop), "approve");
            assertThat(shop.next(2)).extracting(Receiver.Received::body).allMatch(body -> body.contains("SUCCESSFUL"));
        }
    }

    @Test
    void callbackWhenWithheldByASwitchThenComesAtTheRelease() {
        try (Receiver shop = new Receiver(); Sandbox sandbox = Sandbox.start()) {
            sandbox.fault("{\"kind\":\"webhook_withhold\"}");
            String reference = asked(sandbox, shop);
            new Mtn(sandbox).says(reference, "approve");
            assertThat(new Mtn(sandbox).payment(reference).path("status").stringValue("")).isEqualTo("SUCCESSFUL");
            assertThat(shop.waiting()).isZero();
            assertThat(sandbox.control("POST", "webhooks/release", null).body()).contains("\"released\":1");
            assertThat(shop.next().body()).contains("SUCCESSFUL");
        }
    }

    @Test
    void restartWhenAskedThenThePhoneIsStillAskedAndTheShopIsTold(@TempDir Path data) {
        try (Receiver shop = new Receiver()) {
            String reference;
            try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
                reference = asked(sandbox, shop);
            }
            try (Sandbox sandbox = Sandbox.start(Sandbox.settings().withData(data))) {
                Mtn mtn = new Mtn(sandbox);
                assertThat(mtn.payment(reference).path("status").stringValue("")).isEqualTo("PENDING");
                mtn.says(reference, "approve");
                assertThat(shop.next().body()).contains("SUCCESSFUL");
                assertThat(sandbox.control("GET", "truth", null).body()).contains(reference);
            }
        }
    }
}
