package dev.refill.endtoend.secrets;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.refill.testsupport.BadToken;
import dev.refill.testsupport.TestIssuer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Secrets that are made up from a seed, so that none of them is anybody's. */
public final class SeededSecrets {

    private static final String WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final List<String> KEYS = List.of("sk_live_", "rk_live_", "sk_test_", "whsec_");
    private static final String[] SCOPES = {"recharges:write", "recharges:read", "balances:read", "webhooks:manage"};

    private final Random random;
    private final TestIssuer issuer;
    private final List<Bundle> bundles;

    /**
     * One of each kind.
     *
     * @param card as it is written: bare, or in groups with spaces or dashes
     * @param key of a provider or of a webhook
     * @param token a bearer token: in the even ones the issuer's own, in the odd ones forged
     */
    public record Bundle(int serial, String card, String cvc, String key, String token) {

        public boolean isGenuine() {
            return serial % 2 == 0;
        }

        /** What somebody may put anywhere. */
        public List<String> spoken() {
            return List.of(card, "cvc " + cvc, key, token);
        }
    }

    public SeededSecrets(int count, long seed, TestIssuer issuer) {
        this.random = new Random(seed);
        this.issuer = issuer;
        Set<String> digits = new LinkedHashSet<>();
        while (digits.size() < count) {
            digits.add(cardNumber());
        }
        List<String> cards = List.copyOf(digits);
        this.bundles = IntStream.range(0, count)
                .mapToObj(i -> new Bundle(i, written(cards.get(i)), cvc(), key(), token(i)))
                .toList();
    }

    public List<Bundle> bundles() {
        return bundles;
    }

    /** A search for all of them. */
    public SecretSearch search() {
        return new SecretSearch(all(Kind.CARD), all(Kind.CVC), all(Kind.KEY), all(Kind.TOKEN));
    }

    private enum Kind {
        CARD,
        CVC,
        KEY,
        TOKEN
    }

    private Set<String> all(Kind kind) {
        return bundles.stream().map(bundle -> switch (kind) {
            case CARD -> bundle.card().replaceAll("[ -]", "");
            case CVC -> bundle.cvc();
            case KEY -> bundle.key();
            case TOKEN -> bundle.token();
        }).collect(Collectors.toSet());
    }

    /** Visa, Mastercard or American Express, right in its last digit. */
    private String cardNumber() {
        String begin = switch (random.nextInt(4)) {
            case 0, 1 -> "4" + random.nextInt(10);
            case 2 -> "5" + (1 + random.nextInt(5));
            default -> random.nextBoolean() ? "34" : "37";
        };
        int length = begin.startsWith("3") ? 15 : 16;
        StringBuilder digits = new StringBuilder(begin);
        random.ints(length - 3L, 0, 10).forEach(digits::append);
        return digits.append(lastDigit(digits)).toString();
    }

    private static int lastDigit(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return (10 - sum % 10) % 10;
    }

    private String written(String digits) {
        return switch (random.nextInt(4)) {
            case 0 -> digits.replaceAll("(.{4})(?=.)", "$1 ");
            case 1 -> digits.replaceAll("(.{4})(?=.)", "$1-");
            default -> digits;
        };
    }

    /** None that is the status of an answer as well, which stands beside whatever the answer says, and not what stands in place of one. */
    private String cvc() {
        int drawn = random.nextInt(599);
        return "%03d".formatted(drawn < 200 ? drawn : drawn + 400);
    }

    private String key() {
        String kind = KEYS.get(random.nextInt(KEYS.size()));
        return kind + word(kind.startsWith("whsec") ? 32 : 24);
    }

    private String word(int length) {
        return random.ints(length, 0, WORD.length())
                .mapToObj(i -> String.valueOf(WORD.charAt(i)))
                .collect(Collectors.joining());
    }

    private String token(int serial) {
        if (serial % 2 == 0) {
            return issuer.client("demo-app", SCOPES);
        }
        List<BadToken> kinds = new ArrayList<>(List.of(BadToken.values()));
        int kind = serial / 2 % (kinds.size() + 1);
        return kind < kinds.size() ? issuer.bad(kinds.get(kind), SCOPES) : madeUp();
    }

    /** As short as it still looks like one. */
    private String madeUp() {
        return base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + word(12) + "\"}") + "." + word(43);
    }

    private static String base64(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
    }
}
