package dev.penstock.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import redis.embedded.core.ExecutableProvider;

/** A real Redis server on the loopback address. It keeps nothing across restarts: nothing in Redis is a source of truth. */
public final class EmbeddedRedis implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final int PROBE_TIMEOUT_MILLIS = 500;
    private static final int MAX_LAUNCHES = 100;
    private static final long LAUNCH_PAUSE_NANOS = 20_000_000;

    /** ETXTBSY, as the JDK's process launcher words it. */
    private static final String TEXT_FILE_BUSY = "error: 26";

    private final Process process;
    private final int port;

    private EmbeddedRedis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a server on a free port; {@code dir} takes its log. */
    public static EmbeddedRedis start(Path dir) {
        return start(dir, 0);
    }

    /** Starts a server on {@code port} (0: a free one); {@code dir} takes its executable and log. Returns when it answers. */
    public static EmbeddedRedis start(Path dir, int port) {
        int at = FreePorts.orFree(port);
        Path folder = dir.toAbsolutePath();
        Path log = folder.resolve("redis.log");
        try {
            Files.createDirectories(folder);
            File executable =
                    ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
            Process process = launch(command(executable, at, folder), log);
            process.getOutputStream().close();
            Reaper.watch(process.pid());
            EmbeddedRedis redis = new EmbeddedRedis(process, at);
            redis.awaitStart(log);
            return redis;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start Redis on port " + at + " in " + folder, e);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } finally {
            Reaper.forget(process.pid());
        }
    }

    /**
     * A process that is being started elsewhere in this JVM holds a copy of the executable's open file for a moment, and the system runs
     * no file that may still be written to.
     */
    private static Process launch(List<String> command, Path log) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
            } catch (IOException e) {
                if (attempt == MAX_LAUNCHES || !String.valueOf(e.getMessage()).contains(TEXT_FILE_BUSY)) {
                    throw e;
                }
                LockSupport.parkNanos(LAUNCH_PAUSE_NANOS);
            }
        }
    }

    private static List<String> command(File executable, int port, Path dir) {
        return List.of(
                executable.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--dir",
                dir.toString(),
                "--loglevel",
                "warning");
    }

    private void awaitStart(Path log) {
        try {
            Await.until("Redis to answer", START_LIMIT, () -> !process.isAlive() || answers());
        } catch (AssertionError e) {
            close();
            throw new IllegalStateException("Redis does not answer on port " + port + "; see " + log, e);
        }
        if (!process.isAlive()) {
            Reaper.forget(process.pid());
            throw new IllegalStateException("Redis ended with status " + process.exitValue()
                    + " while starting on port " + port + "; see " + log);
        }
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PROBE_TIMEOUT_MILLIS);
            socket.setSoTimeout(PROBE_TIMEOUT_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(5), StandardCharsets.US_ASCII).equals("+PONG");
        }
    }
}
