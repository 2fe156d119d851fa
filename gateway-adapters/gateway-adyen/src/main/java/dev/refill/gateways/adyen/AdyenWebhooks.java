package dev.refill.gateways.adyen;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import dev.refill.gateway.GatewayId;
import dev.refill.gateway.Translation;
import dev.refill.gateway.Verification;
import dev.refill.gateway.Verification.Authentic;
import dev.refill.gateway.Verification.NotOurs;
import dev.refill.gateway.Verification.Reason;
import dev.refill.gateway.Verification.Rejected;
import dev.refill.gateway.WebhookTranslator;

/**
 * Adyen's standard notifications. Each item of a body carries its own signature, over eight of its fields and no time: a
 * notification that is sent again, by whomever, is the same event and is kept once. All items have to be signed and of our
 * environment, or nothing is taken; those of other merchant accounts, for which the same webhook is set up, concern nobody here.
 */
final class AdyenWebhooks implements WebhookTranslator {

    private static final Logger LOG = LoggerFactory.getLogger(AdyenWebhooks.class);
    private static final String BATCH = "BATCH";

    private final SigningSecrets secrets;
    private final BasicAuthentication authentication;
    private final AdyenEvents events;
    private final String merchantAccount;
    private final boolean live;

    /** @param live whether real money moves: a notification that says otherwise is refused, whoever signed it */
    AdyenWebhooks(SigningSecrets secrets, BasicAuthentication authentication, AdyenEvents events,
            String merchantAccount, boolean live) {
        this.secrets = secrets;
        this.authentication = authentication;
        this.events = events;
        this.merchantAccount = merchantAccount;
        this.live = live;
    }

    @Override
    public GatewayId gateway() {
        return AdyenGateway.ID;
    }

    @Override
    public Mono<Verification> verify(Map<String, List<String>> headers, byte[] body) {
        return Mono.fromSupplier(() -> verified(headers.getOrDefault("authorization", List.of()), body));
    }

    @Override
    public Translation translate(byte[] body) {
        return events.translate(body);
    }

    private Verification verified(List<String> authorization, byte[] body) {
        var objection = authentication.objection(authorization);
        if (objection != null) {
            return new Rejected(objection);
        }
        var notification = Notification.read(body);
        if (notification == null) {
            return new Rejected(Reason.BODY_MALFORMED);
        }
        return notification.items().stream()
                .map(item -> objection(item, notification.live()))
                .filter(Objects::nonNull)
                .findFirst()
                .<Verification>map(Rejected::new)
                .orElseGet(() -> signed(notification.items()));
    }

    private Verification signed(List<NotificationItem> items) {
        if (items.stream().anyMatch(item -> item.isOf(merchantAccount))) {
            return authentic(items);
        }
        LOG.warn("A notification of another merchant account than {}: the webhook is set up for more than that one",
                merchantAccount);
        return new NotOurs();
    }

    private @Nullable Reason objection(NotificationItem item, boolean isLive) {
        var text = item.additional("hmacSignature");
        if (text.isEmpty()) {
            return Reason.SIGNATURE_MISSING;
        }
        var signature = Signature.parse(text);
        if (signature == null) {
            return Reason.SIGNATURE_MALFORMED;
        }
        if (!secrets.signed(signature, item.signedData())) {
            return Reason.SIGNATURE_WRONG;
        }
        return isLive == live ? null : Reason.WRONG_ENVIRONMENT;
    }

    private static Authentic authentic(List<NotificationItem> items) {
        return items.size() == 1
                ? new Authentic(items.getFirst().fact(), items.getFirst().eventCode())
                : new Authentic(BATCH + ":" + digest(items), BATCH);
    }

    /** Of what the items are about: the same items in the same order are the same batch. */
    private static String digest(List<NotificationItem> items) {
        var facts = items.stream().map(NotificationItem::fact).collect(Collectors.joining("\n"));
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(facts.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
