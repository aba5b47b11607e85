package org.doorstep.platform.limit;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as far as limits tell apart: an IPv4 address, or the first 64 bits of an IPv6 address, which
 * is the least that one household or one rented server has for itself.
 */
public record Network(String text) {

    /** The key of the network in the GraphQL context. */
    public static final String KEY = "network";

    private static final int PREFIX = 8;

    public static Network of(@Nullable InetSocketAddress address) {
        if (address == null) {
            return new Network("unknown");
        }
        // what a proxy forwards is not resolved
        InetAddress resolved = address.getAddress() == null
                ? NetUtil.createInetAddressFromIpAddressString(address.getHostString())
                : address.getAddress();
        if (resolved == null) {
            return new Network("unknown");
        }
        return new Network(
                resolved instanceof Inet6Address
                        ? HexFormat.of().formatHex(resolved.getAddress(), 0, PREFIX) + "/64"
                        : resolved.getHostAddress());
    }
}
