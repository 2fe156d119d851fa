package dev.refill.endtoend.secrets;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

import dev.refill.testsupport.BadToken;
import dev.refill.testsupport.TestIssuer;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Secrets that are made up from a seed, so that none of them is anybody's. */
public final class SeededSecrets {

    private static final String WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final List<String> KEYS = List.of("sk_live_", "rk_live_", "sk_test_", "whsec_");
    private static final String[] SCOPES = {"recharges:write", "recharges:read", "balances:read", "webhooks:manage"};

    private static final List<Scheme> SCHEMES = List.of(Scheme.values());
    private static final List<Spelling> SPELLINGS = List.of(Spelling.values());

    private final Set<String> pairs = new HashSet<>();
    private final Random random;
    private final TestIssuer issuer;
    private final List<Bundle> bundles;

    /**
     * One of each kind.
     *
     * @param digits of a card number
     * @param card as it is written
     * @param isSure whether that surely is one, wherever it stands
     * @param key of a provider or of a webhook
     * @param token a bearer token: in the even ones the issuer's own, in the odd ones forged
     */
    public record Bundle(int serial, String digits, String card, boolean isSure, String cvc, String key, String token) {

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
        Set<String> digits = new HashSet<>();
        List<Bundle> made = new ArrayList<>();
        while (made.size() < count) {
            Scheme scheme = SCHEMES.get(random.nextInt(SCHEMES.size()));
            String number = scheme.number(random);
            if (digits.add(number)) {
                made.add(bundle(made.size(), scheme, number));
            }
        }
        this.bundles = List.copyOf(made);
    }

    private Bundle bundle(int serial, Scheme scheme, String number) {
        Spelling spelling = SPELLINGS.get(random.nextInt(SPELLINGS.size()));
        pairs.add(scheme + " " + spelling);
        return new Bundle(serial, number, spelling.of(scheme, number), spelling.isSure(scheme), cvc(), key(),
                token(serial));
    }

    /** In how many of all pairs of scheme and spelling there is one. */
    public int pairs() {
        return pairs.size();
    }

    /** How many pairs of scheme and spelling there can be. */
    public static int mostPairs() {
        return SCHEMES.size() * SPELLINGS.size();
    }

    public List<Bundle> bundles() {
        return bundles;
    }

    /** A search for all of them. */
    public SecretSearch search() {
        return new SecretSearch(cards(true), cards(false), all(Kind.CVC), all(Kind.KEY), all(Kind.TOKEN));
    }

    private Set<String> cards(boolean isSure) {
        return bundles.stream().filter(bundle -> bundle.isSure() == isSure).map(Bundle::digits)
                .collect(Collectors.toSet());
    }

    private enum Kind {
        CVC,
        KEY,
        TOKEN
    }

    private Set<String> all(Kind kind) {
        return bundles.stream().map(bundle -> switch (kind) {
            case CVC -> bundle.cvc();
            case KEY -> bundle.key();
            case TOKEN -> bundle.token();
        }).collect(Collectors.toSet());
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
