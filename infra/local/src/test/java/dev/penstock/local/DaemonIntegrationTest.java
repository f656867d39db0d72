package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.embedded.Await;
import dev.penstock.embedded.FreePorts;
import dev.penstock.local.DaemonStatus.Phase;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonIntegrationTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path dir;

    @AfterEach
    void stop() {
        Daemon.down(dir, LIMIT);
    }

    @Test
    void shouldGoOnWithTheSameKeysAfterItsSupervisorWasKilled() {
        LocalOptions options = LocalOptions.in(dir).withPorts(Ports.FREE).withAdapter("echo");
        Set<String> ready = new ConcurrentSkipListSet<>();
        DaemonStatus first = Daemon.up(options, new StackListener() {
            @Override
            public void ready(String part, String url, Duration took) {
                ready.add(part);
            }
        });
        assertThat(first.phase()).isEqualTo(Phase.RUNNING);
        assertThat(ready)
                .isEqualTo(new TreeSet<>(
                        List.of("api", "kafka", "mongo", "postgres", "projections", "redis", "streams", "workers")));
        assertThat(Daemon.up(options, StackListener.SILENT).pid()).isEqualTo(first.pid());

        ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
        Await.until("the stale state", LIMIT, () -> Daemon.status(dir).phase() == Phase.STALE);

        DaemonStatus second = Daemon.up(options, StackListener.SILENT);
        assertThat(second.pid()).isNotEqualTo(first.pid());
        assertThat(second.info().orElseThrow().tenants())
                .isEqualTo(first.info().orElseThrow().tenants());
        for (PartStatus part : first.info().orElseThrow().parts()) {
            assertThat(Processes.find(part.pid(), part.processStartedAt())).isEmpty();
        }
        assertThat(Daemon.down(dir, LIMIT).phase()).isEqualTo(Phase.RUNNING);
        assertThat(Daemon.status(dir).phase()).isEqualTo(Phase.ABSENT);
    }

    @Test
    void shouldTellFromTheBackgroundOfATakenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket(FreePorts.next(), 1, InetAddress.getLoopbackAddress())) {
            LocalOptions options = LocalOptions.in(dir).withPorts(new Ports(taken.getLocalPort(), 0, 0, 0, 0, 0));

            assertThatExceptionOfType(LocalStackException.class)
                    .isThrownBy(() -> Daemon.up(options, StackListener.SILENT))
                    .withMessageContaining("Port " + taken.getLocalPort() + ", where api is to listen, is taken")
                    .withMessageContaining("penstock.api.port");
            assertThat(Daemon.status(dir).phase()).isEqualTo(Phase.FAILED);
        }
    }
}
