package dev.penstock.workers.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;

/**
 * Looks names up, and gives none that leads into the operator's own network: the addresses that are checked are those that are connected to, so
 * a name that changes its mind in between gains nothing.
 */
final class PublicAddresses implements Dns {
    private final Dns names;

    PublicAddresses(Dns names) {
        this.names = names;
    }

    /** The name has an address that requests may not go to. */
    static final class PrivateAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        PrivateAddressException() {
            super("The host has an address that is not public");
        }
    }

    /** @throws PrivateAddressException when any of the addresses is not public */
    @Override
    public List<InetAddress> lookup(String host) throws UnknownHostException {
        List<InetAddress> addresses = names.lookup(host);
        if (!addresses.stream().allMatch(PublicAddresses::isPublic)) {
            throw new PrivateAddressException();
        }
        return addresses;
    }

    /** Whether an address is one of the open Internet, by the special-purpose registries of IPv4 and IPv6. */
    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic4(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean shared = a == 100 && b >= 64 && b <= 127;
        boolean protocols = a == 192 && b == 0 && c == 0;
        boolean documentation =
                a == 192 && b == 0 && c == 2 || a == 198 && b == 51 && c == 100 || a == 203 && b == 0 && c == 113;
        boolean relays = a == 192 && b == 88 && c == 99;
        boolean benchmarks = a == 198 && (b == 18 || b == 19);
        return a != 0 && a < 240 && !shared && !protocols && !documentation && !relays && !benchmarks;
    }

    /** Global unicast alone (2000::/3), and of it nothing that wraps an IPv4 address or is set aside. */
    private static boolean isPublic6(byte[] bytes) {
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        int second = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        boolean global = (first & 0xe000) == 0x2000;
        boolean sixToFour = first == 0x2002;
        boolean protocols = first == 0x2001 && second < 0x0200;
        boolean documentation = first == 0x2001 && second == 0x0db8 || first == 0x3fff && second < 0x1000;
        return global && !sixToFour && !protocols && !documentation;
    }
}
