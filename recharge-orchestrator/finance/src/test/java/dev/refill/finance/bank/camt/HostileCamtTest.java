package dev.refill.finance.bank.camt;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.refill.testsupport.JavaProcess;

import static dev.refill.finance.bank.camt.TestCamt.parts;
import static dev.refill.finance.bank.camt.TestCamt.refusal;
import static dev.refill.finance.bank.camt.TestCamt.valid;
import static org.assertj.core.api.Assertions.assertThat;

/** Files that are sent to do harm. Each is refused for what it is, and takes no more memory than a small one. */
class HostileCamtTest {

    /** Of a child JVM; a file of 1 GiB is some 40 times that. */
    private static final String HEAP = "-Xmx24m";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int MUTANTS = 20_000;

    @Test
    void nextWhenExternalEntityThenRefusedBeforeAnythingIsLookedUp() {
        String declaration = "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";

        assertThat(refusal(declaration + valid().replace(">M<", ">&x;<"))).isInstanceOf(CamtRefusal.DocumentType.class);
    }

    @Test
    void nextWhenExternalTypeOrParameterEntityThenRefusedBeforeAnythingIsLookedUp() {
        assertThat(refusal("<!DOCTYPE Document SYSTEM \"http://127.0.0.1:1/x.dtd\">" + valid()))
                .isInstanceOf(CamtRefusal.DocumentType.class);
        assertThat(refusal("<!DOCTYPE d [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/p\"> %p;]>" + valid()))
                .isInstanceOf(CamtRefusal.DocumentType.class);
        assertThat(refusal("<!DOCTYPE Document PUBLIC \"-//x//y\" \"file:///etc/passwd\">" + valid()))
                .isInstanceOf(CamtRefusal.DocumentType.class);
    }

    @Test
    void nextWhenEntitiesOfEntitiesThenRefused() {
        StringBuilder laughs = new StringBuilder("<!DOCTYPE Document [<!ENTITY l0 \"ha\">");
        IntStream.range(1, 30).forEach(level -> laughs.append("<!ENTITY l").append(level).append(" \"")
                .append(("&l" + (level - 1) + ";").repeat(10)).append("\">"));

        assertThat(refusal(laughs + "]>" + valid().replace(">M<", ">&l29;<")))
                .isInstanceOf(CamtRefusal.DocumentType.class);
    }

    @Test
    void nextWhenOneLongEntityOftenThenRefused() {
        String declaration = "<!DOCTYPE Document [<!ENTITY a \"" + "a".repeat(100_000) + "\">]>";

        assertThat(refusal(declaration + valid().replace(">M<", ">" + "&a;".repeat(50_000) + "<")))
                .isInstanceOf(CamtRefusal.DocumentType.class);
    }

    @Test
    void nextWhenEntityIsNotDeclaredThenRefused() {
        assertThat(refusal(valid().replace(">M<", ">&x;<"))).isInstanceOf(CamtRefusal.Unreadable.class);
    }

    @Test
    void nextWhenMalformedThenRefused() {
        for (String malformed : List.of("", " ", "{}", "\0", "<", "<?xml version=\"1.0\"?>", "not XML at all",
                valid().replace("</Id>", "</Ix>"), valid().replace("<Stmt>", "<Stmt a='1' a='2'>"),
                valid().replace("<Stmt>", "<Stmt a=1>"), valid().replace(">M<", ">\u0001<"),
                valid().replace(">M<", ">&#0;<"), valid().replace(">M<", ">&#xD800;<"),
                valid().replace(">M<", ">a & b<"),
                valid().replace("<Stmt>", "<x:Stmt>"), valid().replace("<Stmt>", "<Stmt xmlns:xml='urn:x'>"),
                valid() + valid(), "<?xml version=\"1.0\" encoding=\"UTF-7\"?>" + valid(),
                "<?xml version=\"1.0\" encoding=\"no-such\"?>" + valid(), " <?xml version=\"1.0\"?>" + valid())) {
            assertThat(parts(malformed).getLast()).as(malformed).isInstanceOf(CamtPart.Refused.class);
        }
    }

    @Test
    void nextWhenBytesAreOfNoCharacterThenRefused() {
        byte[] file = valid().getBytes(StandardCharsets.UTF_8);
        file[valid().indexOf(">M<") + 1] = (byte) 0xff;

        assertThat(refusal(parts(file).getLast())).isInstanceOf(CamtRefusal.Unreadable.class);
    }

    @Test
    void nextWhenCutAtAnyByteThenRefused() {
        byte[] whole = TestCamt.sample(8);
        int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().getBytes(StandardCharsets.UTF_8).length;
        Map<String, Integer> kinds = new TreeMap<>();
        for (int length = 0; length < end; length++) {
            CamtRefusal refusal = refusal(parts(Arrays.copyOf(whole, length)).getLast());
            kinds.merge(refusal.getClass().getSimpleName(), 1, Integer::sum);
        }

        assertThat(parts(Arrays.copyOf(whole, end)).getLast()).isInstanceOf(CamtPart.Complete.class);
        assertThat(kinds.get("Truncated")).isGreaterThan(end * 9 / 10);
        System.out.println("FIGURE a file of " + end + " bytes cut at each of them: refused each time " + kinds);
    }

    /** Never anything but a last part: no other exception, no end that does not come, and no sum that is wrong. */
    @Test
    void nextWhenBytesAreChangedAtRandomThenReadOrRefused() {
        byte[] whole = TestCamt.sample(4);
        var random = new Random(53);
        int read = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            byte[] changed = whole.clone();
            int changes = 1 + random.nextInt(3);
            for (int change = 0; change < changes; change++) {
                int at = random.nextInt(changed.length);
                changed[at] = random.nextBoolean() ? changed[random.nextInt(changed.length)] : (byte) random.nextInt();
            }
            List<CamtPart> parts = parts(changed);
            if (parts.getLast() instanceof CamtPart.Complete) {
                read++;
                assertThat(sumsOf(parts)).isNotEmpty().allMatch(rest -> rest == 0);
            }
        }

        System.out.println("FIGURE " + MUTANTS + " files with changed bytes: " + read
                + " read, and add up, the others refused");
    }

    /** What each statement leaves unexplained. */
    private static List<Long> sumsOf(List<CamtPart> parts) {
        return parts.stream()
                .filter(CamtPart.Statement.class::isInstance)
                .map(CamtPart.Statement.class::cast)
                .map(statement -> statement.closing().minor() - statement.opening().minor()
                        - bookedOf(statement.ordinal(), parts))
                .toList();
    }

    private static long bookedOf(int statement, List<CamtPart> parts) {
        return parts.stream()
                .filter(CamtPart.Entry.class::isInstance)
                .map(CamtPart.Entry.class::cast)
                .filter(entry -> entry.statement() == statement && entry.status() == EntryStatus.BOOKED)
                .mapToLong(entry -> entry.amount().minor())
                .sum();
    }

    @Test
    void nextWhenAGibibyteThenRefusedAtItsLimitInASmallHeap() {
        try (JavaProcess reader = JavaProcess.start(EndlessMain.class.getName(),
                System.getProperty("java.class.path"), List.of(HEAP, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
                Map.of(), List.of())) {
            assertThat(Endless.values()).allSatisfy(kind -> {
                String answer = reader.awaitLine("ANSWER " + kind + ":", LONGEST);
                assertThat(answer).contains(kind.refusal);
                System.out.println("FIGURE 1 GiB endlessly, in a heap of 24 MB, " + answer.substring(7));
            });
        }
    }

    /** What is there over and over, and what it is refused for. */
    enum Endless {

        ENTRIES("100000 entries"),
        ENTRIES_WITHOUT_LIMIT("67108864 bytes"),
        TRANSACTIONS("400000 transactions"),
        STATEMENTS("1000 statements"),
        BALANCES("100 balances"),
        TEXT("16384 characters of text"),
        WHITE_SPACE("16384 characters of text"),
        CHARACTER_DATA("262144 bytes of markup"),
        TEXTS("262144 characters of a structure"),
        LEVELS("32 levels"),
        COMMENT("262144 bytes of markup"),
        COMMENTS("67108864 bytes"),
        INSTRUCTION("262144 bytes of markup"),
        NAME("262144 bytes of markup"),
        NAMES("4096 different names"),
        NAMES_OF_ATTRIBUTES("4096 different names"),
        NAMES_OF_NAMESPACES("4096 different names"),
        NAMES_OF_INSTRUCTIONS("4096 different names"),
        PATHS("262144 characters of a structure"),
        ATTRIBUTE("262144 bytes of markup"),
        ATTRIBUTES("limit"),
        DOCUMENT_TYPE("262144 bytes of markup"),
        NOTHING_BEFORE_THE_ROOT("262144 bytes of markup");

        final String refusal;

        Endless(String refusal) {
            this.refusal = refusal;
        }

        String head() {
            String statement = valid().substring(0, valid().indexOf("<Ntry>"));
            String header = valid().substring(0, valid().indexOf("<Stmt>"));
            return switch (this) {
                case ENTRIES, ENTRIES_WITHOUT_LIMIT, LEVELS, COMMENTS, WHITE_SPACE, NAMES, NAMES_OF_ATTRIBUTES,
                        NAMES_OF_NAMESPACES, NAMES_OF_INSTRUCTIONS ->
                    statement;
                case TRANSACTIONS -> statement + "<Ntry><NtryDtls>";
                case TEXTS -> statement + "<Ntry>";
                case PATHS -> statement + "<Ntry>" + ("<" + "p".repeat(250) + ">").repeat(20);
                case STATEMENTS -> header;
                case BALANCES -> valid().substring(0, valid().indexOf("<Bal>"));
                case TEXT -> header + "<Stmt><Id>";
                case CHARACTER_DATA -> header + "<Stmt><Id><![CDATA[";
                case COMMENT -> header + "<!--";
                case INSTRUCTION -> header + "<?a ";
                case NAME -> header + "<";
                case ATTRIBUTE -> header + "<Stmt a='";
                case ATTRIBUTES -> header + "<Stmt ";
                case DOCUMENT_TYPE -> "<!DOCTYPE Document [";
                case NOTHING_BEFORE_THE_ROOT -> "";
            };
        }

        /** @param number counted up, so that nothing is the same as before */
        String again(long number) {
            return switch (this) {
                case ENTRIES, ENTRIES_WITHOUT_LIMIT -> TestCamt.entry("L-" + number, "0");
                case TRANSACTIONS -> "<TxDtls><RmtInf><Ustrd>" + number + "</Ustrd></RmtInf></TxDtls>";
                case STATEMENTS -> TestCamt.statement("S-" + number,
                        TestCamt.balance("OPBD", "1") + TestCamt.balance("CLBD", "1"), "");
                case BALANCES -> TestCamt.balance("XPCD", "1");
                case TEXTS -> "<RmtInf><Ustrd>" + number + "</Ustrd></RmtInf>";
                case TEXT, CHARACTER_DATA, COMMENT, INSTRUCTION, ATTRIBUTE, NAME -> "a" + number;
                case WHITE_SPACE, NOTHING_BEFORE_THE_ROOT -> " ".repeat(1_000);
                case LEVELS -> "<a>";
                case NAMES -> "<a" + number + "/>";
                case NAMES_OF_ATTRIBUTES -> "<a a" + number + "=''/>";
                case NAMES_OF_NAMESPACES -> "<a xmlns='urn:" + number + "'/>";
                case NAMES_OF_INSTRUCTIONS -> "<?a" + number + "?>";
                case PATHS -> "<a>1</a>";
                case COMMENTS -> "<!--" + number + "-->";
                case ATTRIBUTES -> "a" + number + "='' ";
                case DOCUMENT_TYPE -> "<!ENTITY e" + number + " 'e'>";
            };
        }
    }

    @Test
    void nextWhenAtTheLimitOfBytesThenReadAndOneMoreRefused() {
        byte[] file = valid().stripTrailing().getBytes(StandardCharsets.UTF_8);
        CamtLimits enough = CamtLimits.standard().withBytes(file.length);
        CamtLimits oneLess = CamtLimits.standard().withBytes(file.length - 1);

        assertThat(TestCamt.last(new ByteArrayInputStream(file), enough)).isInstanceOf(CamtPart.Complete.class);
        assertThat(refusal(TestCamt.last(new ByteArrayInputStream(file), oneLess)).reason())
                .isEqualTo("It has more than " + oneLess.bytes() + " bytes");
    }
}
