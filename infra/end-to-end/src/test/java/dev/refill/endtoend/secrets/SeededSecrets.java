package dev.refill.endtoend.secrets;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
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
     * @param card that surely is one, as it is written
     * @param hiddenCard another, written as a client's own number may be: it is taken, and must not be repeated
     * @param key of a provider or of a webhook
     * @param token a bearer token: in the even ones the issuer's own, in the odd ones forged
     */
    public record Bundle(int serial, SeededCard card, SeededCard hiddenCard, String cvc, String key, String token) {

        public boolean isGenuine() {
            return serial % 2 == 0;
        }

        /** What somebody may put anywhere. */
        public List<String> spoken() {
            return List.of(card.written(), hiddenCard.written(), "cvc " + cvc, key, token);
        }
    }

    public SeededSecrets(int count, long seed, TestIssuer issuer) {
        this.random = new Random(seed);
        this.issuer = issuer;
        Iterator<SeededCard> cards = different(count, SeededCard::refused);
        Iterator<SeededCard> hidden = different(count, SeededCard::taken);
        this.bundles = IntStream.range(0, count)
                .mapToObj(i -> new Bundle(i, cards.next(), hidden.next(), cvc(), key(), token(i)))
                .toList();
    }

    private Iterator<SeededCard> different(int count, Function<Random, SeededCard> drawn) {
        Map<String, SeededCard> cards = new LinkedHashMap<>();
        while (cards.size() < count) {
            SeededCard card = drawn.apply(random);
            cards.put(card.digits(), card);
        }
        return cards.values().iterator();
    }

    public List<Bundle> bundles() {
        return bundles;
    }

    /** A search for all of them but the hidden cards. */
    public SecretSearch search() {
        return new SecretSearch(all(bundle -> bundle.card().digits()), all(Bundle::cvc), all(Bundle::key),
                all(Bundle::token));
    }

    /** A search for the hidden cards. */
    public SecretSearch hiddenSearch() {
        return new SecretSearch(all(bundle -> bundle.hiddenCard().digits()), Set.of(), Set.of(), Set.of());
    }

    private Set<String> all(Function<Bundle, String> kind) {
        return bundles.stream().map(kind).collect(Collectors.toSet());
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
