package dev.refill.gateways.paypal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

import org.jspecify.annotations.Nullable;

/**
 * What PayPal says of a webhook in its headers (developer.paypal.com/api/rest/webhooks/rest).
 *
 * @param time as it was written, and so in what is signed
 * @param at the same as a moment
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Transmission(String id, String time, Instant at, byte[] signature, CertificateAddress certificate) {

    private static final String ID = "paypal-transmission-id";
    private static final String TIME = "paypal-transmission-time";
    private static final String SIGNATURE = "paypal-transmission-sig";
    private static final String CERTIFICATE = "paypal-cert-url";
    private static final String ALGORITHM = "paypal-auth-algo";
    private static final List<String> ALL = List.of(ID, TIME, SIGNATURE, CERTIFICATE, ALGORITHM);

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final Pattern MOMENT = Pattern.compile("[0-9TZ:.+-]{20,40}");
    /** Base64 of the signature by a key of 2048 to 8192 bits. */
    private static final Pattern BASE64 = Pattern.compile(
            "(?:[A-Za-z0-9+/]{4}){85,341}(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?");

    static boolean isMissing(Map<String, List<String>> headers) {
        return ALL.stream().anyMatch(name -> headers.getOrDefault(name, List.of()).isEmpty());
    }

    /**
     * {@code null} if anything of it is not as PayPal writes it; never an exception.
     *
     * @param site whose certificates are taken
     */
    static @Nullable Transmission read(Map<String, List<String>> headers, PaypalSite site) {
        var id = one(headers, ID);
        var time = one(headers, TIME);
        var signature = one(headers, SIGNATURE);
        var certificate = site.certificate(one(headers, CERTIFICATE));
        var at = moment(time);
        return WORD.matcher(id).matches() && at != null && BASE64.matcher(signature).matches() && certificate != null
                && one(headers, ALGORITHM).equals(SigningCertificate.ALGORITHM)
                        ? new Transmission(id, time, at, Base64.getDecoder().decode(signature), certificate)
                        : null;
    }

    /** What is signed: the body goes into it by its CRC-32 alone, in decimal. */
    byte[] signedData(String webhookId, byte[] body) {
        var crc = new CRC32();
        crc.update(body);
        return String.join("|", id, time, webhookId, Long.toString(crc.getValue()))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if it is there twice: it is not certain then which one was meant. */
    private static String one(Map<String, List<String>> headers, String name) {
        var values = headers.getOrDefault(name, List.of());
        return values.size() == 1 ? values.getFirst() : "";
    }

    private static @Nullable Instant moment(String text) {
        try {
            return MOMENT.matcher(text).matches() ? OffsetDateTime.parse(text).toInstant() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
