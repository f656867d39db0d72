package dev.penstock.chaos;

import dev.penstock.local.PartStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a worker process takes while it is busy.
 *
 * @param running attempts at that time
 * @param liveHeapMiB heap in use right after a full collection
 * @param residentMiB memory of the process as the system counts it; 0 where there is no {@code /proc}
 * @param platformThreads of the JVM, the carriers of virtual threads among them
 * @param osThreads the same with those of the collector and the compiler; 0 where there is no {@code /proc}
 * @param cpuPercent of one core, over the time that it was looked at
 */
public record WorkerProbe(
        String process,
        long running,
        long liveHeapMiB,
        long residentMiB,
        long platformThreads,
        long osThreads,
        double cpuPercent) {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final long MIB = 1 << 20;
    private static final long KIB_PER_MIB = 1 << 10;

    /** Takes some seconds. */
    static WorkerProbe of(PartStatus part) throws IOException, InterruptedException {
        long pid = part.pid();
        double cpu = cpu(pid);
        collect(pid);
        try (HttpClient http = HttpClient.newHttpClient()) {
            String metrics = metrics(http, part);
            Path status = Path.of("/proc", Long.toString(pid), "status");
            String proc = Files.isReadable(status) ? Files.readString(status) : "";
            return new WorkerProbe(
                    part.name(),
                    running(metrics),
                    Math.round(sum(metrics, "^jvm_memory_used_bytes\\{area=\"heap\"[^}]*} (\\S+)$") / MIB),
                    Math.round(sum(proc, "^VmRSS:\\s+(\\d+) kB$") / KIB_PER_MIB),
                    Math.round(sum(metrics, "^jvm_threads_live_threads (\\S+)$")),
                    Math.round(sum(proc, "^Threads:\\s+(\\d+)$")),
                    cpu);
        }
    }

    /** Attempts of a worker process now. */
    static long running(PartStatus part) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return running(metrics(http, part));
        }
    }

    private static long running(String metrics) {
        return Math.round(sum(metrics, "^penstock_workers_running\\{[^}]*} (\\S+)$"));
    }

    private static String metrics(HttpClient http, PartStatus part) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(URI.create(part.url() + "/metrics"))
                                .timeout(TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static double cpu(long pid) throws InterruptedException {
        long before = cpuNanos(pid);
        long begin = System.nanoTime();
        Thread.sleep(WINDOW);
        return 100.0 * (cpuNanos(pid) - before) / (System.nanoTime() - begin);
    }

    private static long cpuNanos(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(Duration::toNanos)
                .orElse(0L);
    }

    /** A full collection, so that what is in use then is what is needed. */
    private static void collect(long pid) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(pid),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
    }

    private static double sum(String text, String line) {
        return Pattern.compile(line, Pattern.MULTILINE)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .mapToDouble(found ->
                        Double.parseDouble(Pattern.compile(line).matcher(found).replaceFirst("$1")))
                .sum();
    }
}
