package dev.penstock.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Ports of the loopback address that nobody listens on. */
public final class FreePorts {
    // Below the range from which systems take the ports of outgoing connections, so that nothing grabs one before it is
    // used.
    private static final int FIRST = 20_000;
    private static final int LAST = 31_999;
    private static final int COUNT = LAST - FIRST + 1;
    private static final int MAX_TRIES = 1_000;

    /** Goes round from a place of its own, so that what was given out and is not listened on yet is not given out again. */
    private static final AtomicInteger PLACE =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePorts() {}

    /** {@code port} itself, or a free one when it is 0. */
    public static int orFree(int port) {
        return port == 0 ? next() : port;
    }

    /** A port between 20000 and 31999 that is free now. The process gets it again only when it has had all others. */
    public static int next() {
        for (int i = 0; i < MAX_TRIES; i++) {
            int port = FIRST + Math.floorMod(PLACE.getAndIncrement(), COUNT);
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException(
                "No free port between " + FIRST + " and " + LAST + " after " + MAX_TRIES + " tries.");
    }

    /** Whether {@code port} of the loopback address can be listened on now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
