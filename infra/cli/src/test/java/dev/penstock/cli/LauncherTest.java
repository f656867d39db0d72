package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The {@code penstock} script, as far as it can be tried without building or running anything. */
class LauncherTest {
    private static final Path SCRIPT =
            Path.of("..", "..", "penstock").toAbsolutePath().normalize();

    @Test
    void shouldBeAValidShellScriptThatCanBeRun() throws IOException, InterruptedException {
        assertThat(Files.isExecutable(SCRIPT)).isTrue();
        assertThat(new ProcessBuilder("sh", "-n", SCRIPT.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void shouldNameNoMachinesPathAndNoRegistry() throws IOException {
        assertThat(Files.readString(SCRIPT)).doesNotContain("repo1", "https://");
    }
}
