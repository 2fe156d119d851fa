package dev.refill.gateway.token;

import java.time.Clock;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The tokens of one client at one provider. One is asked for when it is needed and used until it runs out or the provider
 * refuses it; whoever needs one meanwhile waits for the same answer. What fails is not kept: the next one to need a token
 * asks anew.
 */
public final class AccessTokens {

    private final Clock clock;
    private final Mono<AccessToken> current;
    private volatile @Nullable AccessToken refused;

    /** @param asked cold; asks the provider for one, bounded in time, and ends in it or in {@link NoTokenException} */
    public AccessTokens(Mono<AccessToken> asked, Clock clock) {
        this.clock = clock;
        this.current = asked.cacheInvalidateIf(this::isOfNoUse);
    }

    /** Cold; a token or {@link NoTokenException}, never empty. A cancel gives up the wait, others get what was asked for. */
    public Mono<AccessToken> current() {
        return current;
    }

    /** The provider did not take it: the next one to need a token gets another. */
    public void refuse(AccessToken token) {
        refused = token;
    }

    private boolean isOfNoUse(AccessToken token) {
        return token.equals(refused) || !clock.instant().isBefore(token.renewAt());
    }
}
