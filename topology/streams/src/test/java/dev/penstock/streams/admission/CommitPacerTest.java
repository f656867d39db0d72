package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CommitPacerTest {
    private static final long NOW = 1_000_000;

    private final CommitPacer pacer = new CommitPacer();

    @Test
    void shouldCommitAtOnceWhenIdle() {
        pacer.processed(NOW, 0);

        assertThat(pacer.tryCommit(NOW)).isTrue();
        assertThat(pacer.commits()).isEqualTo(1);
    }

    @Test
    void shouldKeepAGapBetweenCommits() {
        assertThat(pacer.tryCommit(NOW)).isTrue();
        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS - 1)).isFalse();
        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS)).isTrue();
    }

    @Test
    void shouldCommitTheLessOftenTheBusierItIs() {
        assertThat(pacer.tryCommit(NOW)).isTrue();
        int commands = 50 * CommitPacer.COMMANDS_PER_MILLI;
        for (int i = 0; i < commands; i++) {
            pacer.processed(NOW, 0);
        }

        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS)).isFalse();
        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS + 49)).isFalse();
        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS + 50)).isTrue();
    }

    @Test
    void shouldCommitTheLessOftenTheFurtherItIsBehind() {
        assertThat(pacer.tryCommit(NOW)).isTrue();
        pacer.processed(NOW, 50 * CommitPacer.LAG_PER_MILLI);

        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS + 49)).isFalse();
        assertThat(pacer.tryCommit(NOW + CommitPacer.GAP_MILLIS + 50)).isTrue();
    }

    @Test
    void shouldForgetALoadThatIsOver() {
        for (int i = 0; i < 100_000; i++) {
            pacer.processed(NOW, 0);
        }
        assertThat(pacer.tryCommit(NOW + CommitPacer.WINDOW_MILLIS)).isTrue();
        assertThat(pacer.tryCommit(NOW + 2 * CommitPacer.WINDOW_MILLIS)).isTrue();
    }

    @Test
    void shouldRecoverWhenTheWallClockStepsBack() {
        assertThat(pacer.tryCommit(NOW)).isTrue();

        assertThat(pacer.tryCommit(NOW - 300_000)).isTrue();
    }
}
