package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the provider billed outlives its process. */
class JournalFileTest {
    private static final Caller CALLER = new Caller("acme", "copywriter", "t", 1, "k");

    @TempDir
    Path dir;

    @Test
    void shouldGoOnWhereAKilledProcessLeftOff() throws Exception {
        Path file = dir.resolve("journal");
        CallJournal killed = CallJournal.in(file, 10);
        killed.end(killed.begin(CALLER, "anthropic", "m", true), 5, 7, "ok");
        killed.begin(CALLER, "anthropic", "m", true);
        Files.writeString(file, "{\"id\":3,\"beg", StandardOpenOption.APPEND);

        CallJournal next = CallJournal.in(file, 10);
        next.end(next.begin(CALLER, "anthropic", "m", true), 1, 1, "ok");

        assertThat(next.all()).extracting(CallRecord::id).containsExactly(1L, 2L, 3L);
        assertThat(next.all()).extracting(CallRecord::outcome).containsExactly("ok", "lost", "ok");
        assertThat(next.all().getFirst().outputTokens()).isEqualTo(7);
        assertThat(next.all().get(1).outputTokens()).isZero();
    }

    @Test
    void shouldKeepTheLatestCallsAndABoundedFile() throws Exception {
        Path file = dir.resolve("journal");
        CallJournal journal = CallJournal.in(file, 3);
        for (int i = 0; i < 100; i++) {
            journal.end(journal.begin(CALLER, "anthropic", "m", true), 1, 1, "ok");
        }

        assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(3 * JournalFile.LINES_PER_CALL + 1);
        CallJournal next = CallJournal.in(file, 3);
        assertThat(next.all()).extracting(CallRecord::id).containsExactly(98L, 99L, 100L);
        assertThat(next.oldestId()).isEqualTo(98);
    }

    @Test
    void shouldGoOnAfterAWriteByAnInterruptedThread() throws Exception {
        Path file = dir.resolve("journal");
        CallJournal journal = CallJournal.in(file, 10);
        CallRecord left = journal.begin(CALLER, "anthropic", "m", true);

        Thread.currentThread().interrupt();
        journal.end(left, 1, 1, "client_gone");
        assertThat(Thread.interrupted()).isTrue();
        journal.end(journal.begin(CALLER, "anthropic", "m", true), 1, 1, "ok");

        assertThat(CallJournal.in(file, 10).all())
                .extracting(CallRecord::outcome)
                .containsExactly("client_gone", "ok");
    }

    @Test
    void shouldForgetAllOnReset() throws Exception {
        Path file = dir.resolve("journal");
        CallJournal journal = CallJournal.in(file, 3);
        journal.end(journal.begin(CALLER, "anthropic", "m", true), 1, 1, "ok");

        journal.reset();

        assertThat(CallJournal.in(file, 3).all()).isEqualTo(List.of());
    }
}
