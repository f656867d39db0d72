package dev.penstock.workers.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.penstock.embedded.Await;
import dev.penstock.runtime.SettingsException;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.yaml.WatchedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedRolesTest {
    private final RoleCatalogue roles = RoleCatalogue.load(PriceTable.load(), null);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = folder.resolve("roles.yaml");
        write("first");
    }

    @Test
    void shouldTakeAChangedFileWhileItRuns() throws Exception {
        try (WatchedFile own = new WatchedFile(file, "roles", roles::read)) {
            assertThat(roles.of("translator").system()).isEqualTo("first");
            AtomicInteger told = new AtomicInteger();
            own.watch(Duration.ofMillis(20), told::incrementAndGet);

            write("the second");

            Await.until("the change", Duration.ofSeconds(10), () -> roles.of("translator")
                    .system()
                    .equals("the second"));
            Await.until("the word of it", Duration.ofSeconds(10), () -> told.get() > 0);
            assertThat(own.trouble()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheRolesWhileTheFileIsWrong() throws Exception {
        try (WatchedFile own = new WatchedFile(file, "roles", roles::read)) {
            Files.writeString(file, "roles: {translator: {chain: [openai/none]}}");
            own.look();

            assertThat(roles.of("translator").system()).isEqualTo("first");
            assertThat(own.trouble()).contains(file.toString()).contains("line 1");

            write("the second");
            own.look();

            assertThat(roles.of("translator").system()).isEqualTo("the second");
            assertThat(own.trouble()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheRolesWhileTheFileIsGone() throws Exception {
        try (WatchedFile own = new WatchedFile(file, "roles", roles::read)) {
            Files.delete(file);
            own.look();

            assertThat(roles.of("translator").system()).isEqualTo("first");
            assertThat(own.trouble()).contains("Cannot read the file");
        }
    }

    @Test
    void shouldNotBeginWithAFileThatIsWrong() throws Exception {
        Files.writeString(file, "role: {}");

        assertThatExceptionOfType(SettingsException.class)
                .isThrownBy(() -> new WatchedFile(file, "roles", roles::read))
                .withMessageContaining("line 1: the key role is unknown; there are roles");
    }

    /** As a careful editor does, so that nobody reads half a file. */
    private void write(String system) throws IOException {
        Path draft =
                Files.writeString(folder.resolve("draft"), RoleReaderTest.role("translator", Map.of("system", system)));
        Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
