package dev.refill.sandbox.paypal;

import java.nio.ByteBuffer;
import java.util.Map;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import dev.refill.sandbox.paypal.signing.Signer;
import dev.refill.sandbox.paypal.signing.SigningKeys;
import dev.refill.sandbox.paypal.wire.PaypalError;
import dev.refill.sandbox.wire.Dialect;
import dev.refill.sandbox.wire.Reply;
import dev.refill.sandbox.wire.Request;

/**
 * What everybody may read without a token: the certificate that webhooks are signed by, at the address that each of them names,
 * and the authority up to which it leads at {@code /paypal/authority.pem}.
 */
public final class Certificates implements Dialect {

    static final String FOLDER = "/v1/notifications/certs/";

    private static final String CERTIFICATES = PaypalJson.PREFIX + FOLDER;
    private static final String AUTHORITY = PaypalJson.PREFIX + "/authority.pem";

    private final SigningKeys keys;

    public Certificates(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public boolean has(String path) {
        return path.startsWith(CERTIFICATES) || path.equals(AUTHORITY);
    }

    /** Not on an event loop, as the keys may have to be made first. */
    @Override
    public Mono<Reply> answer(Request request) {
        return Mono.fromSupplier(() -> found(request)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Reply tooLarge() {
        return PaypalError.tooLarge().reply();
    }

    private Reply found(Request request) {
        Signer signer = keys.signer();
        if (request.method().equals("GET") && request.path().equals(AUTHORITY)) {
            return pem(signer.authority());
        }
        return request.method().equals("GET") && request.path().equals(CERTIFICATES + signer.id())
                ? pem(signer.chain())
                : PaypalError.missing().reply();
    }

    private static Reply pem(byte[] certificates) {
        return new Reply.Sent(200, Map.of("Content-Type", "application/x-pem-file"), ByteBuffer.wrap(certificates));
    }
}
