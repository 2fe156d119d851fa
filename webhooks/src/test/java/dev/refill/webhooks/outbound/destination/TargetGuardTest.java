package dev.refill.webhooks.outbound.destination;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static dev.refill.webhooks.outbound.TestOutbound.get;
import static org.assertj.core.api.Assertions.assertThat;

/** No address leads into our own network, however it is written and whatever the name resolves to. */
class TargetGuardTest {

    /** Real look-ups of literals only; no name of these tests is asked of the network. */
    private static final HostAddresses LITERALS = host -> Mono.fromCallable(() -> {
        if (!host.matches("[0-9a-fA-FxX.:%\\[\\]]+")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getAllByName(host));
    });

    private final TargetGuard guard = new TargetGuard(LITERALS, false);

    @ParameterizedTest
    @ValueSource(strings = {
            // not a form that is ever sent to
            "", " ", "partner.example", "//partner.example/", "http://partner.example/", "HTTP://partner.example/",
            "ftp://partner.example/", "file:///etc/passwd", "gopher://partner.example/",
            "jar:https://partner.example/!/",
            "data:text/plain,x", "javascript:alert(1)", "https://", "https:///hooks", "https://user@partner.example/",
            "https://user:word@partner.example/", "https://partner.example/#fragment", "https://partner.example:0/",
            "https://partner.example:65536/", "https://partner.example:-1/", "https://part ner.example/",
            "https://partner.example/\r\nHost: x", "https://pärtner.example/", "https://partner_example/",
            "https://partner.example\\@127.0.0.1/", "https://①②⑦.0.0.1/", "https://127。0。0。1/",
            "unix:/var/run/docker.sock",
            // literals of our own network
            "https://127.0.0.1/", "https://127.1.2.3/", "https://127.1/", "https://2130706433/", "https://0.0.0.0/",
            "https://0/", "https://10.0.0.1/", "https://10.255.255.255/", "https://172.16.0.1/",
            "https://172.31.255.254/",
            "https://192.168.0.1/", "https://169.254.169.254/latest/meta-data/", "https://169.254.170.2/",
            "https://100.100.100.200/", "https://100.64.0.1/", "https://192.0.0.192/", "https://198.18.0.1/",
            "https://224.0.0.1/", "https://239.255.255.255/", "https://240.0.0.1/", "https://255.255.255.255/",
            "https://192.0.2.1/", "https://198.51.100.7/", "https://203.0.113.9/", "https://192.88.99.1/",
            "https://0177.0.0.1/", "https://0x7f.0.0.1/", "https://0x7f000001/", "https://017700000001/",
            "https://[::]/", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/", "https://[::ffff:127.0.0.1]/",
            "https://[::ffff:10.0.0.1]/", "https://[::ffff:a9fe:a9fe]/", "https://[::127.0.0.1]/",
            "https://[64:ff9b::127.0.0.1]/", "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b:1::1]/",
            "https://[fc00::1]/", "https://[fd00:ec2::254]/", "https://[fe80::1]/", "https://[fe80::1%25lo]/",
            "https://[fec0::1]/", "https://[ff02::1]/", "https://[2002:7f00:1::]/", "https://[2002:a9fe:a9fe::]/",
            "https://[2001::1]/", "https://[2001:db8::1]/", "https://[100::1]/", "https://[5f00::1]/",
            // names that nobody has
            "https://localhost./", "https://metadata.google.internal/"})
    void neverSentTo(String text) {
        assertThat(guard.parse(text).map(url -> get(guard.admit(url))).orElse(new Target.Denied("")))
                .isInstanceOf(Target.Denied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "https://1.1.1.1/", "https://8.8.8.8:8443/hooks?x=1", "HTTPS://9.9.9.9", "https://172.32.0.1/",
            "https://[2606:4700:4700::1111]/", "https://[2a00:1450:4001::1]:444/hooks", "https://100.128.0.1/"})
    void sentTo(String text) {
        assertThat(get(guard.admit(guard.parse(text).orElseThrow()))).isInstanceOf(Target.Admitted.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "::ffff:192.168.1.1",
            "64:ff9b::a00:1", "1.1.1.1 127.0.0.1", "2606:4700::1 10.0.0.1", "0.0.0.0"})
    void nameThatResolvesToOneSuchAddressIsNotSentTo(String addresses) {
        assertThat(get(resolvingTo(addresses, false).admit(URI.create("https://partner.example/"))))
                .isEqualTo(new Target.Denied("the host has an address that is not of the public internet"));
    }

    @Test
    void nameThatResolvesToNothingIsNotSentTo() {
        assertThat(get(guard.admit(URI.create("https://partner.example/"))))
                .isEqualTo(new Target.Denied("the host cannot be found"));
    }

    @Test
    void admittedAddressesKnowTheNameAndIpv4ComesFirst() {
        Target target = get(resolvingTo("2606:4700::1 1.1.1.1", false).admit(URI.create("https://partner.example/")));
        assertThat(target).isInstanceOfSatisfying(Target.Admitted.class, admitted -> {
            assertThat(admitted.onTry(1)).hasToString("partner.example/1.1.1.1");
            assertThat(admitted.onTry(2)).hasToString("partner.example/2606:4700:0:0:0:0:0:1");
            assertThat(admitted.onTry(3)).isEqualTo(admitted.onTry(1));
        });
    }

    @Test
    void loopbackAllowedThenThisMachineIsSentToAlsoOverHttpAndNothingElseOfOurNetwork() {
        TargetGuard local = new TargetGuard(LITERALS, true);
        for (String text : List.of("http://127.0.0.1:9/", "https://127.0.0.1/", "http://[::1]:9/")) {
            assertThat(get(local.admit(local.parse(text).orElseThrow()))).as(text).isInstanceOf(Target.Admitted.class);
        }
        for (String text : List.of("http://10.0.0.1/", "https://10.0.0.1/", "http://1.1.1.1/",
                "http://169.254.169.254/",
                "http://[fd00::1]/", "http://0.0.0.0/")) {
            assertThat(get(local.admit(local.parse(text).orElseThrow()))).as(text).isInstanceOf(Target.Denied.class);
        }
        assertThat(get(resolvingTo("127.0.0.1 10.0.0.1", true).admit(URI.create("http://partner.example/"))))
                .isInstanceOf(Target.Denied.class);
    }

    private static TargetGuard resolvingTo(String addresses, boolean loopbackAllowed) {
        return new TargetGuard(host -> Mono.just(Arrays.stream(addresses.split(" "))
                .map(TargetGuardTest::literal)
                .toList()), loopbackAllowed);
    }

    private static InetAddress literal(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noLiteral) {
            throw new UncheckedIOException(noLiteral);
        }
    }
}
