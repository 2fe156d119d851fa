package dev.refill.webhooks.outbound.destination;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public internet from all others, by IANA's registries of special-purpose addresses. Of IPv6 only
 * global unicast is public, so that mapped, translated (NAT64) and unique local addresses need no rule of their own.
 */
final class PublicAddresses {

    private static final List<Block> SPECIAL_V4 = blocks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", // private
            "100.64.0.0/10", // behind a carrier's NAT, and metadata services of some clouds
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and metadata services of most clouds
            "192.0.0.0/24", // protocols
            "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", // documentation
            "192.31.196.0/24", "192.52.193.0/24", "192.175.48.0/24", // AS112 and AMT
            "192.88.99.0/24", // relays from 6to4
            "198.18.0.0/15", // benchmarks
            "224.0.0.0/4", // multicast
            "240.0.0.0/4"); // reserved, and broadcast

    private static final List<Block> GLOBAL_V6 = blocks("2000::/3");
    private static final List<Block> SPECIAL_V6 = blocks(
            "2001::/23", // protocols: Teredo, benchmarks, ORCHID
            "2001:db8::/32", "3fff::/20", // documentation
            "2002::/16", // 6to4, which leads to IPv4
            "2620:4f:8000::/48"); // AS112

    private PublicAddresses() {}

    static boolean contain(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address
                ? !in(SPECIAL_V4, bytes)
                : in(GLOBAL_V6, bytes) && !in(SPECIAL_V6, bytes);
    }

    private static boolean in(List<Block> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<Block> blocks(String... texts) {
        return Arrays.stream(texts).map(Block::of).toList();
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(byte[] prefix, int bits) {

        static Block of(String text) {
            int slash = text.indexOf('/');
            try {
                return new Block(InetAddress.getByName(text.substring(0, slash)).getAddress(),
                        Integer.parseInt(text.substring(slash + 1)));
            } catch (UnknownHostException noLiteral) {
                throw new IllegalArgumentException(text, noLiteral);
            }
        }

        boolean contains(byte[] address) {
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >>> (bit % 8);
                if ((prefix[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
