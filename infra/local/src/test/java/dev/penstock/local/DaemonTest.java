package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.local.DaemonStatus.Phase;
import dev.penstock.runtime.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonTest {
    private static final ProcessHandle SELF = ProcessHandle.current();

    @TempDir
    Path dir;

    @Test
    void shouldSayAbsentOfAFolderThatHoldsNothing() {
        assertThat(Daemon.status(dir).phase()).isEqualTo(Phase.ABSENT);
        assertThat(Daemon.down(dir, Duration.ZERO).phase()).isEqualTo(Phase.ABSENT);
    }

    @Test
    void shouldReadBackWhatARunningStackSaysOfItself() {
        DaemonState state = state(Phase.RUNNING, SELF.pid(), Processes.startedAt(SELF));
        state.write(file());

        DaemonStatus status = Daemon.status(dir);

        assertThat(status.phase()).isEqualTo(Phase.RUNNING);
        assertThat(status.pid()).isEqualTo(SELF.pid());
        StackInfo info = status.info().orElseThrow();
        assertThat(info.parts()).isEqualTo(state.info().parts());
        assertThat(info.tenants()).isEqualTo(state.info().tenants());
        assertThat(info.settings().asMap()).isEqualTo(state.info().settings().asMap());
    }

    @Test
    void shouldCallAStateStaleWhoseProcessNumberNowBelongsToAnother() {
        Instant earlier = Processes.startedAt(SELF).minus(Duration.ofMinutes(5));
        state(Phase.RUNNING, SELF.pid(), earlier).write(file());

        assertThat(Daemon.status(dir).phase()).isEqualTo(Phase.STALE);
        assertThat(Daemon.down(dir, Duration.ZERO).phase()).isEqualTo(Phase.STALE);
        assertThat(SELF.isAlive()).isTrue();
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldKeepWhyAStackFailedToStart() {
        state(Phase.FAILED, SELF.pid(), Instant.EPOCH).write(file());

        assertThat(Daemon.status(dir).phase()).isEqualTo(Phase.FAILED);
        assertThat(Daemon.status(dir).detail()).isEqualTo("the detail");
    }

    @Test
    void shouldSayWhatToDoAboutAStateThatCannotBeRead() throws Exception {
        Files.writeString(file(), "phase=NONSENSE\n");

        assertThatExceptionOfType(LocalStackException.class)
                .isThrownBy(() -> Daemon.status(dir))
                .withMessageContaining(file().toString())
                .withMessageContaining("delete it");
    }

    private Path file() {
        return new Layout(dir).daemon();
    }

    private static DaemonState state(Phase phase, long pid, Instant processStartedAt) {
        PartStatus part = new PartStatus(
                "streams", PartStatus.State.UP, "http://127.0.0.1:1", 0, Instant.EPOCH, 2, "is fine = really");
        StackInfo info = new StackInfo(
                "http://127.0.0.1:2",
                "127.0.0.1:3",
                "jdbc:postgresql://127.0.0.1:4/postgres",
                "redis://127.0.0.1:5",
                "",
                List.of(new TenantAccess("free-florist", "free", "pk_x")),
                "pk_o",
                List.of(part),
                Settings.of(Map.of("penstock.slots", "12")));
        return new DaemonState(phase, pid, processStartedAt, Instant.EPOCH, "the detail", info);
    }
}
