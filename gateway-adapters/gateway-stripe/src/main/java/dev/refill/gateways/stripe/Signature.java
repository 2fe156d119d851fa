package dev.refill.gateways.stripe;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code Stripe-Signature}: {@code t=<seconds>,v1=<hex>[,v1=…]}. Other schemes, such as {@code v0}, are
 * passed over as Stripe asks. A header of any other shape is {@code null}, never an exception.
 *
 * @param timestamp seconds since 1970
 * @param signatures one or more candidates; several while a secret is being rotated
 */
record Signature(long timestamp, List<byte[]> signatures) {

    private static final int LONGEST_HEADER = 8192;
    /** Stripe sends one for each live secret of the endpoint; more than a handful is no rotation. */
    private static final int MOST_SIGNATURES = 16;
    private static final int HEX_OF_SHA256 = 64;

    static @Nullable Signature parse(String header) {
        if (header.length() > LONGEST_HEADER) {
            return null;
        }
        Long timestamp = null;
        var signatures = new ArrayList<byte[]>();
        for (var element : header.split(",", -1)) {
            var pair = element.strip().split("=", 2);
            if (pair.length != 2 || pair[0].isEmpty()) {
                return null;
            }
            if (pair[0].equals("t")) {
                if (timestamp != null || !pair[1].matches("[0-9]{1,12}")) {
                    return null;
                }
                timestamp = Long.parseLong(pair[1]);
            } else if (pair[0].equals("v1")) {
                var signature = hex(pair[1]);
                if (signature == null || signatures.size() == MOST_SIGNATURES) {
                    return null;
                }
                signatures.add(signature);
            }
        }
        return timestamp == null || signatures.isEmpty() ? null : new Signature(timestamp, List.copyOf(signatures));
    }

    private static byte @Nullable [] hex(String text) {
        if (text.length() != HEX_OF_SHA256 || !text.chars().allMatch(HexFormat::isHexDigit)) {
            return null;
        }
        return HexFormat.of().parseHex(text);
    }
}
