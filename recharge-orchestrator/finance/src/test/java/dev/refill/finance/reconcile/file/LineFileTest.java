package dev.refill.finance.reconcile.file;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import dev.refill.finance.reconcile.rule.Line;
import dev.refill.finance.reconcile.rule.TestLines;

import static org.assertj.core.api.Assertions.assertThat;

class LineFileTest {

    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final String HEADING = String.join(",", LineFile.HEADING) + "\n";
    private static final String ROW = "txn_1,charge,ch_1,USD,10.00,0.59,2026-03-01T12:00:00Z,po_1";

    @ParameterizedTest
    @CsvSource({
            "USD, 10.00, 1000", "USD, -10.5, -1050", "USD, 10, 1000", "JPY, 1000, 1000", "KWD, 1.234, 1234",
            "KWD, -0.001, -1",
            "USD, 92233720368547758.07, 9223372036854775807", "USD, -92233720368547758.08, -9223372036854775808",
            "JPY, 9223372036854775807, 9223372036854775807", "USD, 1.000000000, 100"})
    void linesWhenAmountIsADecimalOfItsCurrencyThenMinorUnits(String currency, String amount, long minor) {
        Line line = read(HEADING + ROW.replace("USD", currency).replace("10.00", amount).replace("0.59", "0"))
                .getFirst();

        assertThat(line.amount()).isEqualTo(minor);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "10.00 | 10.001                 | amount: too large, or more decimals than USD has",
            "10.00 | 92233720368547758.08   | amount: too large, or more decimals than USD has",
            "10.00 | 1e3                    | amount: no decimal",
            "10.00 | NaN                    | amount: no decimal",
            "10.00 | +10                    | amount: no decimal",
            "10.00 | 010                    | amount: no decimal",
            "10.00 | ''                     | amount: no decimal",
            "10.00 | ' 10'                  | amount: no decimal",
            "10.00 | 99999999999999999999   | amount: no decimal",
            "0.59  | -                      | fee: no decimal",
            "USD   | usd                    | currency: none",
            "USD   | XXX                    | currency: none",
            "USD   | QQQ                    | currency: none",
            "charge| CHARGE                 | kind: another word",
            "12:00:00Z | 12:00:00           | occurred_at: no time",
            "2026-03-01 | 1999-03-01        | occurredAt",
            "2026-03-01 | 2026-02-30        | occurred_at: no time",
            "txn_1 | ''                     | reference: 0 characters",
            "po_1  | 'po_1,x'               | 9 fields (expected: 8)",
            "po_1  | 'po\"1'                | a quotation mark within a field",
            "txn_1 | '\"txn_1'              | a quoted field without an end",
            "txn_1 | '\"txn_1\"x'           | characters behind a quoted field"})
    void linesWhenSomethingIsNoLineThenRefusedWithItsPlace(String what, String by, String reason) {
        refused(HEADING + ROW + "\n" + ROW.replace(what, by) + "\n", 3, reason);
    }

    @Test
    void linesWhenTheHeadingIsAnotherThenRefused() {
        refused("", 1, "another heading");
        refused(ROW + "\n", 1, "another heading");
        refused("\ufeff" + HEADING, 1, "another heading");
    }

    @Test
    void linesWhenBytesAreNoCharactersThenRefused() {
        byte[] bytes = (HEADING + ROW).getBytes(StandardCharsets.UTF_8);
        bytes[HEADING.length() + 2] = (byte) 0xff;

        LineFile.lines(() -> new ByteArrayInputStream(bytes), TestLines.UTC, Schedulers.boundedElastic())
                .as(StepVerifier::create)
                .expectErrorSatisfies(error -> assertThat(error).isInstanceOf(LineFileException.class))
                .verify(LONGEST);
    }

    @Test
    void linesWhenAFieldNeverEndsThenRefusedInBoundedMemory() {
        refused(HEADING + "\"" + "x".repeat(1 << 20), 2, "it is longer than");
        refused(HEADING + "x".repeat(1 << 20), 2, "it is longer than");
    }

    @Test
    void linesWhenQuotedThenAsWritten() {
        Line line = read(HEADING + ROW.replace("txn_1", "\"=txn,\"\"1\"\"\"").replace("\n", "\r\n")).getFirst();

        assertThat(line.reference()).isEqualTo("=txn,\"1\"");
        assertThat(line.payout()).isEqualTo("po_1");
        assertThat(line.occurredAt()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
        assertThat(line.day()).isEqualTo(TestLines.DAY);
    }

    @Test
    void linesWhenCancelledThenTheFileIsClosedAndNoMoreIsRead() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream endless = new InputStream() {

            private final byte[] bytes = (HEADING + (ROW + "\n").repeat(10)).getBytes(StandardCharsets.UTF_8);
            private int at;

            @Override
            public int read() {
                int from = at < bytes.length ? at : HEADING.length() + (at - HEADING.length()) % (ROW.length() + 1);
                at++;
                return bytes[from];
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                int most = Math.min(length, 1_000);
                for (int done = 0; done < most; done++) {
                    into[offset + done] = (byte) read();
                }
                return most;
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };

        assertThat(LineFile.lines(() -> endless, TestLines.UTC, Schedulers.boundedElastic()).take(5_000).count()
                .block(LONGEST)).isEqualTo(5_000);
        assertThat(closed).isTrue();
    }

    private static List<Line> read(String text) {
        return new ArrayList<>(lines(text).collectList().blockOptional(LONGEST).orElseThrow());
    }

    private static Flux<Line> lines(String text) {
        return LineFile.lines(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), TestLines.UTC,
                Schedulers.boundedElastic());
    }

    private static void refused(String text, long line, String reason) {
        lines(text).ignoreElements()
                .as(StepVerifier::create)
                .expectErrorSatisfies(
                        error -> assertThat(error).isInstanceOfSatisfying(LineFileException.class, refused -> {
                            assertThat(refused.line()).isEqualTo(line);
                            assertThat(refused).hasMessageContaining(reason);
                        }))
                .verify(LONGEST);
    }
}
