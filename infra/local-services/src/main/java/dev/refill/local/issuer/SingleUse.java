package dev.refill.local.issuer;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Things that are kept for a short time under a key that nobody can guess, and handed out once. When there are too many,
 * the oldest go.
 */
final class SingleUse<T> {

    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Kept<T>> kept = new LinkedHashMap<>();
    private final Duration life;
    private final int most;
    private final Clock clock;

    SingleUse(Duration life, int most, Clock clock) {
        this.life = life;
        this.most = most;
        this.clock = clock;
    }

    synchronized String keep(T value) {
        kept.values().removeIf(this::isOver);
        if (kept.size() >= most) {
            kept.remove(kept.keySet().iterator().next());
        }
        String key = newKey();
        kept.put(key, new Kept<>(value, clock.instant().plus(life)));
        return key;
    }

    /** Empty: never given out, over, or taken already. */
    synchronized Optional<T> find(String key) {
        return Optional.ofNullable(kept.get(key)).filter(found -> !isOver(found)).map(Kept::value);
    }

    /** Like {@link #find}, and nobody finds it any more. */
    synchronized Optional<T> take(String key) {
        return Optional.ofNullable(kept.remove(key)).filter(found -> !isOver(found)).map(Kept::value);
    }

    private boolean isOver(Kept<T> value) {
        return !clock.instant().isBefore(value.end());
    }

    private String newKey() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Kept<T>(T value, Instant end) {}
}
