package dev.penstock.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphansIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @Test
    void shouldLeaveNoProcessBehindWhenTheParentIsKilled() throws Exception {
        Path pids = dir.resolve("pids");
        ForkedJvm parent = ForkedJvm.start(
                Parent.class.getName(),
                List.of(dir.toString(), pids.toString()),
                ForkOptions.sameClasspath(128, dir.resolve("parent.log")));
        parent.awaitReady("the parent", LIMIT, () -> Files.exists(pids));
        List<ProcessHandle> children;
        try (Stream<String> lines = Files.lines(pids)) {
            children = lines.map(Long::valueOf)
                    .map(pid -> ProcessHandle.of(pid).orElseThrow())
                    .toList();
        }
        assertThat(children).hasSize(3).allMatch(ProcessHandle::isAlive);

        parent.process().destroyForcibly().waitFor();

        Await.until("the end of broker, PostgreSQL and Redis", LIMIT, () -> children.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    /** Starts the three and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            ParentWatch.start();
            Path dir = Path.of(args[0]);
            EmbeddedKafka kafka = EmbeddedKafka.fork(
                    dir.resolve("kafka"), 0, ForkOptions.sameClasspath(256, dir.resolve("kafka.log")));
            EmbeddedPostgres postgres = EmbeddedPostgres.start(dir.resolve("postgres"));
            EmbeddedRedis redis = EmbeddedRedis.start(dir.resolve("redis"));
            Path ready = Path.of(args[1] + ".new");
            Files.writeString(ready, kafka.process().pid() + "\n" + postgres.pid() + "\n" + redis.pid() + "\n");
            Files.move(ready, Path.of(args[1]));
            Thread.currentThread().join();
        }
    }
}
