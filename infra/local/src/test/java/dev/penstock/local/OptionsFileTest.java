package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsFileTest {
    @TempDir
    Path dir;

    @Test
    void shouldReadWhatItWrote() throws Exception {
        LocalOptions options = LocalOptions.in(dir.resolve("stack"))
                .withPorts(new Ports(1, 2, 3, 4, 5, 6))
                .withProcesses(true)
                .withAdapter("echo")
                .withLease(Duration.ofMillis(1500))
                .withWorkerSlots(3)
                .withSimulatorScale(0.25)
                .withMemory(new Memory(300, 200, 150))
                .withSetting("penstock.slots", "3");
        Path file = dir.resolve("options");

        OptionsFile.write(file, options);

        LocalOptions read = OptionsFile.read(file);
        assertThat(read.tenants()).containsExactlyInAnyOrderElementsOf(options.tenants());
        assertThat(read.withTenants(options.tenants())).isEqualTo(options);
    }
}
