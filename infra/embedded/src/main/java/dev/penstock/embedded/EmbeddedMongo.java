package dev.penstock.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server in this JVM that speaks MongoDB's protocol, on the loopback address; its data survives a restart. It has no sessions and no transactions, and it keeps what an
 * index would have expire.
 */
public final class EmbeddedMongo implements AutoCloseable {
    private static final String FILE = "mongo.mv";

    /** Keeps databases in a file. */
    private static final class Databases extends H2Backend {
        Databases(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new H2Database(name, getMvStore(), getCursorRegistry()) {
                @Override
                protected Index<Object> openOrCreateUniqueIndex(
                        String collection, String index, List<IndexKey> keys, boolean sparse) {
                    return NarrowingIndex.of(super.openOrCreateUniqueIndex(collection, index, keys, sparse), sparse);
                }
            };
        }
    }

    private final MongoServer server;
    private final int port;

    private EmbeddedMongo(MongoServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /** Starts a server on {@code port} (0: a free one) with its data in {@code dir}. Returns when it answers. */
    public static EmbeddedMongo start(Path dir, int port) {
        int at = FreePorts.orFree(port);
        try {
            Files.createDirectories(dir);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + dir, e);
        }
        MongoServer server = new MongoServer(new Databases(dir.resolve(FILE).toString()));
        try {
            server.bind(new InetSocketAddress("127.0.0.1", at));
        } catch (RuntimeException e) {
            server.shutdownNow();
            throw new IllegalStateException("The MongoDB server cannot start on port " + at + " in " + dir, e);
        }
        return new EmbeddedMongo(server, at);
    }

    public String url() {
        return "mongodb://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
