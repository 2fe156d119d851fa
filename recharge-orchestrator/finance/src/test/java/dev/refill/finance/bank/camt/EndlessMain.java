package dev.refill.finance.bank.camt;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import dev.refill.finance.bank.camt.HostileCamtTest.Endless;

/** Reads one endless file of each kind after the other, in a JVM of its own whose heap the test sets. */
final class EndlessMain {

    private EndlessMain() {}

    public static void main(String[] arguments) {
        for (Endless kind : Endless.values()) {
            read(kind);
        }
    }

    private static void read(Endless kind) {
        CamtLimits standard = CamtLimits.standard();
        CamtLimits limits = kind == Endless.ENTRIES_WITHOUT_LIMIT
                ? new CamtLimits(standard.bytes(), standard.token(), standard.depth(), standard.attributes(),
                        standard.text(), standard.name(), standard.names(), standard.id(), standard.structure(),
                        standard.statements(), Integer.MAX_VALUE, Integer.MAX_VALUE)
                : standard;
        Repeated file = new Repeated(kind);
        CamtRefusal refusal = TestCamt.refusal(TestCamt.last(file, limits));
        System.out.println("ANSWER " + kind + ": " + refusal.reason() + ", at " + refusal.place() + ", after "
                + file.given + " bytes");
    }

    /** Ends after a GiB, as nothing may get there. */
    private static final class Repeated extends InputStream {

        private final Endless kind;
        private byte[] piece;
        private int at;
        private long number;
        private long given;

        Repeated(Endless kind) {
            this.kind = kind;
            this.piece = kind.head().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (given >= 1L << 30) {
                return -1;
            }
            if (at == piece.length) {
                number++;
                piece = kind.again(number).getBytes(StandardCharsets.UTF_8);
                at = 0;
            }
            int count = Math.min(length, piece.length - at);
            System.arraycopy(piece, at, into, offset, count);
            at += count;
            given += count;
            return count;
        }
    }
}
