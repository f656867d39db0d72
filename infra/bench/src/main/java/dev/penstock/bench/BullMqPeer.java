package dev.penstock.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * BullMQ with priorities on a redis-server of its own (append-only file, fsync every second, as BullMQ's guide recommends). Needs {@code node},
 * {@code npm} and {@code redis-server} on the PATH.
 */
final class BullMqPeer {
    private static final List<String> PACKAGES = List.of("bullmq@6.7.0", "ioredis@6.0.0");
    private static final int LIMIT_MINUTES = 10;

    private final Path folder;

    BullMqPeer(Path folder) {
        this.folder = folder;
    }

    /** What BullMQ did: tasks per second from the first addition to the last completion, and milliseconds from addition to start. */
    record Result(int workers, double tasksPerSecond, long waitP50, long waitP99) {}

    /** What is missing to run it; empty when nothing is. */
    static List<String> missing() {
        return List.of("node", "npm", "redis-server").stream()
                .filter(tool -> !onPath(tool))
                .toList();
    }

    /** Runs the work with one worker process and with two, and returns the better result. */
    Result run(int tasks, int tenants) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Path script = folder.resolve("bullmq-peer.mjs");
        try (InputStream in = Objects.requireNonNull(BullMqPeer.class.getResourceAsStream("bullmq-peer.mjs"))) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        install();
        Result one = measure(script, tasks, tenants, 1);
        Result two = measure(script, tasks, tenants, 2);
        return one.tasksPerSecond() >= two.tasksPerSecond() ? one : two;
    }

    private void install() throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString()));
        command.addAll(PACKAGES);
        Path log = folder.resolve("npm.log");
        Process npm = start(command, Map.of(), log);
        if (!npm.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IOException("npm could not install " + PACKAGES + "; see " + log);
        }
    }

    private Result measure(Path script, int tasks, int tenants, int workers) throws IOException, InterruptedException {
        int port = freePort();
        Path data = Files.createTempDirectory(folder, "redis-");
        Process redis = start(
                List.of(
                        "redis-server",
                        "--port",
                        "" + port,
                        "--bind",
                        "127.0.0.1",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "everysec",
                        "--save",
                        "",
                        "--dir",
                        data.toString()),
                Map.of(),
                folder.resolve("redis.log"));
        try {
            awaitListening(port, redis);
            Path out = folder.resolve("bullmq.out");
            Process node = start(
                    List.of("node", script.toString()),
                    Map.of(
                            "REDIS_PORT",
                            "" + port,
                            "TASKS",
                            "" + tasks,
                            "TENANTS",
                            "" + tenants,
                            "WORKERS",
                            "" + workers),
                    out);
            if (!node.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES) || node.exitValue() != 0) {
                node.destroyForcibly();
                throw new IOException("The BullMQ run failed; see " + out);
            }
            List<String> lines = Files.readAllLines(out);
            JsonNode json = JsonMapper.shared().readTree(lines.get(lines.size() - 1));
            return new Result(
                    workers,
                    json.get("tasksPerSecond").asDouble(),
                    json.get("waitP50").asLong(),
                    json.get("waitP99").asLong());
        } finally {
            redis.destroy();
            redis.waitFor();
        }
    }

    private static void awaitListening(int port, Process redis) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (!redis.isAlive()) {
                throw new IOException("redis-server ended with status " + redis.exitValue());
            }
            try (java.net.Socket socket = new java.net.Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                redis.waitFor(50, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("redis-server did not listen on " + port + " within 5 s");
    }

    private static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean onPath(String tool) {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return List.of(path.split(java.io.File.pathSeparator)).stream()
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, tool)));
    }
}
