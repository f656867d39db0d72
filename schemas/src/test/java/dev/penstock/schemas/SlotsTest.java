package dev.penstock.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {
    @ParameterizedTest
    @CsvSource({"acme,12,0", "globex,12,7", "initech,12,6", "zürich,48,32", "'',12,9"})
    void shouldNeverChangeBetweenVersions(String tenant, int slots, int slot) {
        assertThat(Slots.of(tenant, slots)).isEqualTo(slot);
    }

    @Test
    void shouldAgreeWithKafkasJavaProducer() {
        assertThat(IntStream.range(0, 1000).mapToObj(i -> "tenant-" + i))
                .allSatisfy(tenant -> assertThat(Slots.of(tenant, 12))
                        .isEqualTo(BuiltInPartitioner.partitionForKey(tenant.getBytes(StandardCharsets.UTF_8), 12)));
    }

    @Test
    void shouldSpreadTenants() {
        // given
        int[] tenants = new int[12];
        // when
        IntStream.range(0, 12_000).forEach(i -> tenants[Slots.of("tenant-" + i, 12)]++);
        // then
        assertThat(tenants)
                .satisfies(all -> assertThat(IntStream.of(all)).allMatch(count -> count > 800 && count < 1200));
    }
}
