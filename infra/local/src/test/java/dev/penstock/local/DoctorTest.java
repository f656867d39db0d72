package dev.penstock.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.local.Doctor.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    @TempDir
    Path dir;

    private final List<Finding> findings = new ArrayList<>();

    @Test
    void shouldAskForANewerJava() {
        Doctor.java(21, findings);

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.problem()).contains("Java 21").contains("25");
            assertThat(finding.remedy()).contains("JAVA_HOME");
        });
    }

    @Test
    void shouldTellOfTooLittleMemoryAndDisk() {
        Doctor.memory((3L << 30) - 1, findings);
        Doctor.disk(dir, (2L << 30) - 1, findings);

        assertThat(findings)
                .extracting(Finding::problem)
                .satisfiesExactly(memory -> assertThat(memory).contains("3071 MiB of memory"), disk -> assertThat(disk)
                        .contains("2047 MiB of disk"));
    }

    @Test
    void shouldBeContentWithExactlyEnough() {
        Doctor.java(25, findings);
        Doctor.memory(3L << 30, findings);
        Doctor.disk(dir, 2L << 30, findings);

        assertThat(findings).isEmpty();
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws Exception {
        Path file = Files.writeString(dir.resolve("file"), "");

        assertThat(Doctor.examine(file.resolve("stack")))
                .anySatisfy(finding -> assertThat(finding.problem()).contains("cannot be written"));
    }
}
