package dev.refill.webhooks.outbound.destination;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Keeps what partners register from leading into our own network. Whoever connects uses the addresses found here: a name
 * that is looked up again may lead elsewhere by then.
 */
public final class TargetGuard {

    /** What an address must be, for people. */
    public static final String EXPECTED = "an https:// address of a public host, at most 1000 ASCII characters, without"
            + " user or fragment";

    private static final int LONGEST = 1000;
    private static final Pattern VISIBLE_ASCII = Pattern.compile("[!-~]+");
    /** What some resolvers take for an IPv4 address, each in its own way. */
    private static final Pattern ENDS_IN_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0[xX][0-9a-fA-F]*)\\.?");
    private static final Pattern IPV4 = Pattern.compile("((0|[1-9][0-9]{0,2})(\\.(?!$)|$)){4}");
    private static final Target.Denied NOT_FOUND = new Target.Denied("the host cannot be found");
    private static final Target.Denied NOT_PUBLIC = new Target.Denied(
            "the host has an address that is not of the public internet");
    private static final Target.Denied NOT_ENCRYPTED = new Target.Denied("only https is sent to");

    private final HostAddresses hosts;
    private final boolean loopbackAllowed;

    /** @param loopbackAllowed for trials on one machine: this machine may be sent to, also over plain http */
    public TargetGuard(HostAddresses hosts, boolean loopbackAllowed) {
        this.hosts = hosts;
        this.loopbackAllowed = loopbackAllowed;
    }

    /** Reads an address. Empty: it has not the form of one that could ever be sent to. */
    public Optional<URI> parse(String text) {
        if (text.length() > LONGEST || !VISIBLE_ASCII.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new URI(text)).filter(this::hasForm);
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }

    private boolean hasForm(URI url) {
        return isPlain(url.getHost()) && isHttp(url) && url.getRawUserInfo() == null && url.getRawFragment() == null
                && url.getPort() != 0 && url.getPort() <= 65_535;
    }

    private static boolean isPlain(@Nullable String host) {
        return host != null && (!ENDS_IN_A_NUMBER.matcher(host).matches() || IPV4.matcher(host).matches());
    }

    private boolean isHttp(URI url) {
        return isEncrypted(url) || (loopbackAllowed && "http".equals(scheme(url)));
    }

    private static boolean isEncrypted(URI url) {
        return "https".equals(scheme(url));
    }

    private static String scheme(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    /** Looks the host up and at every address it has; one that is not public spoils all. Cold; never an error. */
    public Mono<Target> admit(URI url) {
        if (!hasForm(url)) {
            return Mono.just(NOT_ENCRYPTED);
        }
        return Mono.defer(() -> hosts.of(url.getHost()))
                .map(found -> judge(url, found))
                .onErrorReturn(NOT_FOUND);
    }

    private Target judge(URI url, List<InetAddress> found) {
        if (found.isEmpty()) {
            return NOT_FOUND;
        }
        boolean onlyThisMachine = loopbackAllowed && found.stream().allMatch(InetAddress::isLoopbackAddress);
        if (onlyThisMachine) {
            return admitted(url, found);
        }
        if (!found.stream().allMatch(PublicAddresses::contain)) {
            return NOT_PUBLIC;
        }
        return isEncrypted(url) ? admitted(url, found) : NOT_ENCRYPTED;
    }

    private static Target admitted(URI url, List<InetAddress> found) {
        return new Target.Admitted(found.stream()
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .map(address -> named(url.getHost(), address))
                .toList());
    }

    /** The address under the name of the URL, by which the receiver's certificate is judged. */
    private static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host.startsWith("[") ? address.getHostAddress() : host,
                    address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
