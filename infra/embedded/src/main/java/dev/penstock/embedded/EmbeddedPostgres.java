package dev.penstock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real PostgreSQL server on the loopback address. Its data survives a restart on the same folder. Runs as root too. */
public final class EmbeddedPostgres implements AutoCloseable {
    /** The only user; needs no password on the loopback address. */
    public static final String USER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final io.zonky.test.db.postgres.embedded.EmbeddedPostgres server;
    private final long pid;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedPostgres(io.zonky.test.db.postgres.embedded.EmbeddedPostgres server, long pid) {
        this.server = server;
        this.pid = pid;
    }

    /** For tests: on a free port, quick instead of safe from power cuts. */
    public static EmbeddedPostgres start(Path dir) {
        return start(dir, 0, false);
    }

    /**
     * Starts a server on {@code port} (0: a free one), its data in {@code dir}.
     *
     * @param durable whether commits wait for the disk
     */
    public static EmbeddedPostgres start(Path dir, int port, boolean durable) {
        return start(dir, port, durable, dir.resolveSibling(dir.getFileName() + ".log"));
    }

    /** As {@link #start(Path, int, boolean)}; the server's log is appended to {@code log}. */
    public static EmbeddedPostgres start(Path dir, int port, boolean durable, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log " + log, e);
        }
        return start(dir, port, durable, ProcessBuilder.Redirect.appendTo(log.toFile()));
    }

    private static EmbeddedPostgres start(Path dir, int port, boolean durable, ProcessBuilder.Redirect log) {
        QuietLogs.apply();
        int at = FreePorts.orFree(port);
        try {
            Files.createDirectories(dir.toAbsolutePath().getParent());
            var server = io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder()
                    .setPort(at)
                    .setDataDirectory(dir.toAbsolutePath())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(START_LIMIT)
                    .setOutputRedirector(log)
                    .setErrorRedirector(log)
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "''")
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("fsync", durable ? "on" : "off")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", durable ? "on" : "off")
                    .setServerConfig("shared_buffers", "128MB")
                    .setServerConfig("max_wal_size", "2GB")
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("timezone", "UTC")
                    .start();
            long pid = readPid(dir);
            Reaper.watch(pid);
            return new EmbeddedPostgres(server, pid);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start PostgreSQL on port " + at + " with its data in " + dir, e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    public int port() {
        return server.getPort();
    }

    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot stop PostgreSQL, process " + pid, e);
        } finally {
            Reaper.forget(pid);
        }
    }

    private static long readPid(Path dir) throws IOException {
        return Long.parseLong(
                Files.readAllLines(dir.resolve("postmaster.pid")).getFirst().strip());
    }
}
