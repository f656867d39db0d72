package dev.penstock.streams.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.CampaignState;
import dev.penstock.admission.Event;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.schemas.v1.ConfigChange;
import dev.penstock.schemas.v1.FieldChange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Events outlive releases: logs are folded from their beginnings. One file a version holds each kind of event as that version wrote it: what this
 * version writes must be as in its own file, and what every version wrote must be read. With the first release that changes an event a new file
 * comes, and the old one stays. {@code -Dpenstock.golden.print=true} prints what the newest should hold.
 */
class GoldenEventsTest {
    private static final String NEWEST = "0.1";

    @Test
    void shouldWriteEachKindOfEventAsItsVersionDoes() throws Exception {
        List<String> lines = new ArrayList<>();
        for (Event.TenantEvent event : events()) {
            var proto = EventWriter.write(event, 1_234);
            lines.add(proto.getKindCase() + " " + HexFormat.of().formatHex(proto.toByteArray()));
        }
        if (Boolean.getBoolean("penstock.golden.print")) {
            lines.forEach(System.out::println);
        }
        assertThat(lines).isEqualTo(golden(NEWEST));
    }

    @ParameterizedTest
    @ValueSource(strings = NEWEST)
    void shouldReadWhatEachVersionWrote(String version) throws Exception {
        for (String line : golden(version)) {
            String[] kindAndBytes = line.split(" ");
            byte[] bytes = HexFormat.of().parseHex(kindAndBytes[1]);
            var event = dev.penstock.schemas.v1.Event.parseFrom(bytes);
            assertThat(event.getKindCase()).hasToString(kindAndBytes[0]);
            assertThat(event.getUnknownFields().asMap()).isEmpty();
            assertThat(event.toByteArray()).isEqualTo(bytes);
        }
    }

    private static List<Event.TenantEvent> events() {
        Stream<Event.TenantEvent> ofTasks = EventWriterTest.events()
                .map(arguments -> (Event.TenantEvent) arguments.get()[1]);
        TenantConfig config = new TenantConfig(
                "acme",
                "pro",
                3,
                List.of(new LaneConfig("copywriter", true, 2, "small", Flow.DRAINING, 90)),
                70,
                false,
                new TenantLimits(Flow.PAUSED, 5, 3, 1_000));
        return Stream.concat(
                        ofTasks,
                        Stream.of(
                                new Event.Configured(9, config),
                                new Event.Configured(9, TenantConfigs.toCore(changed(config))),
                                new Event.CampaignCancelled(9, "acme", "spring", "over"),
                                new Event.CampaignProgressed(
                                        9, "acme", "spring", CampaignState.FAILED, new CampaignCounts(9, 5, 3, 1, 70))))
                .toList();
    }

    /** As it came by REST. */
    private static dev.penstock.schemas.v1.TenantConfig changed(TenantConfig config) {
        ConfigChange change = ConfigChange.newBuilder()
                .setId("3f0c1e52-0000-8000-8000-000000000001")
                .setVersion(config.version())
                .setBy("tenant key k1")
                .setAtMillis(1_234)
                .setReason("review")
                .addFields(FieldChange.newBuilder()
                        .setField("flow")
                        .setFrom("open")
                        .setTo("paused"))
                .build();
        return TenantConfigs.toProto(config).toBuilder()
                .setFlowChange(change)
                .setGrantedMaxConcurrent(8)
                .setGrantedMonthlyBudgetMicros(2_000)
                .addChanges(change)
                .build();
    }

    private static List<String> golden(String version) throws IOException {
        try (InputStream in =
                Objects.requireNonNull(GoldenEventsTest.class.getResourceAsStream("events-" + version + ".txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
