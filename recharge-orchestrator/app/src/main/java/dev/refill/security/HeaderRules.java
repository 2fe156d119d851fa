package dev.refill.security;

import org.jspecify.annotations.Nullable;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;

/** The framework's firewall with its own rule for headers, character by character: it matched each one by a pattern. */
final class HeaderRules {

    private HeaderRules() {}

    static ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowedHeaderNames(HeaderRules::isAllowed);
        firewall.setAllowedHeaderValues(HeaderRules::isAllowed);
        return firewall;
    }

    /** No control characters and none that Unicode does not know. The firewall also asks about a header that is not there. */
    static boolean isAllowed(@Nullable String text) {
        return text == null || text.codePoints().allMatch(HeaderRules::isAllowed);
    }

    private static boolean isAllowed(int codePoint) {
        return (codePoint >= ' ' && codePoint <= '~')
                || (Character.isDefined(codePoint) && !Character.isISOControl(codePoint));
    }
}
