package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskIdsTest {
    @Test
    void shouldNeverChangeBetweenVersions() {
        // Producers may compute these ids themselves, and a changed id would run a repeated submission again.
        assertThat(TaskIds.fromKey("acme", "order-7")).hasToString("0a6fdbc9-7846-8d2c-9162-598da5a60b73");
        assertThat(TaskIds.fromOffset("acme", "penstock.tasks.copywriter.normal", 3, 42))
                .hasToString("a68a9b5b-09ff-82e7-bfe4-d78a13ab5e69");
    }

    @Test
    void shouldBeUuidsOfTheCustomVersion() {
        UUID id = TaskIds.fromKey("acme", "order-7");
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void shouldDifferByTenantKeyAndOffset() {
        assertThat(Stream.of(
                        TaskIds.fromKey("acme", "1"),
                        TaskIds.fromKey("acme1", ""),
                        TaskIds.fromKey("globex", "1"),
                        TaskIds.fromKey("acme", "2"),
                        TaskIds.fromOffset("acme", "t", 0, 1),
                        TaskIds.fromOffset("acme", "t", 1, 0),
                        TaskIds.fromOffset("acme", "t", 0, 11),
                        TaskIds.fromOffset("acme", "u", 0, 1)))
                .doesNotHaveDuplicates();
    }
}
