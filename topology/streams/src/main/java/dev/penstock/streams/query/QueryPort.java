package dev.penstock.streams.query;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The port that a process answers questions on, kept with its local state. A process that was killed comes back as the same member of its group, without
 * a rebalance, so the others go on believing in the address that it had: it takes the same one again where nobody else has it.
 */
final class QueryPort {
    private static final String FILE = "query-port";

    /** The server listens with the system's own bound on connections that wait. */
    private static final int SYSTEM_BACKLOG = 0;

    private static final int ANY = 0;
    private static final int MAX_PORT = 65_535;

    private QueryPort() {}

    /**
     * A server that listens, and serves nothing yet.
     *
     * @param port 0 for the one kept in {@code stateDir}, or any free one, which is kept then
     */
    static HttpServer listen(String host, int port, Path stateDir) throws IOException {
        if (port != ANY) {
            return at(host, port);
        }
        Path file = stateDir.resolve(FILE);
        int kept = kept(file);
        if (kept != ANY) {
            try {
                return at(host, kept);
            } catch (IOException e) {
                // Somebody else has it now; another will do, until the next rebalance only for those who ask here.
                return keep(at(host, ANY), file);
            }
        }
        return keep(at(host, ANY), file);
    }

    private static HttpServer at(String host, int port) throws IOException {
        try {
            return HttpServer.create(new InetSocketAddress(host, port), SYSTEM_BACKLOG);
        } catch (IOException e) {
            throw new IOException("Cannot listen for queries on " + host + ":" + port + ": " + e.getMessage(), e);
        }
    }

    private static HttpServer keep(HttpServer server, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, Integer.toString(server.getAddress().getPort()));
        return server;
    }

    private static int kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            return ANY;
        }
        String text = Files.readString(file).strip();
        return text.matches("[0-9]{1,5}") && Integer.parseInt(text) <= MAX_PORT ? Integer.parseInt(text) : ANY;
    }
}
