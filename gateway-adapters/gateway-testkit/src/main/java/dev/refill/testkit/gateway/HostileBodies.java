package dev.refill.testkit.gateway;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bodies that no provider sends, whoever signed them. */
public final class HostileBodies {

    private HostileBodies() {}

    public static List<byte[]> all() {
        return List.of(
                new byte[0],
                utf8("null"),
                utf8("{}"),
                utf8("[]"),
                utf8("\"text\""),
                utf8("{\"id\":"),
                utf8("{\"id\":1,\"type\":2}"),
                utf8("{\"id\":\"evt_1\",\"id\":\"evt_2\",\"type\":\"a.b\"}"),
                utf8("{\"id\":\"evt_1\",\"type\":\"a.b\"} trailing"),
                utf8("{\"id\":\"evt_1\\n\",\"type\":\"a.b\"}"),
                utf8("{\"id\":\"evt_1\",\"type\":\"a.b\",\"n\":" + "9".repeat(10_000) + "}"),
                utf8("{\"a\":".repeat(100_000)),
                utf8("[".repeat(200_000)),
                "{\"id\":\"evt_1\",\"type\":\"a.b\"}".getBytes(StandardCharsets.UTF_16),
                new byte[]{'{', '"', 'i', 'd', '"', ':', '"', (byte) 0xc3, (byte) 0x28, '"', '}'},
                new byte[]{'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'});
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
