package dev.penstock.admission.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.Tier;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Golden bytes: rows outlive releases, so a change here needs a new version of the row and a reader of the old one. */
class CodecTest {
    private static final TaskKey KEY = new TaskKey("acmé", new UUID(0x0123456789abcdefL, 0x8edcba9876543210L));
    private static final TaskRef REF = new TaskRef("acmé", KEY.id(), "copywriter", Tier.BATCH, 1_000, "spring");
    private static final TaskRow RUNNING =
            new TaskRow(REF, new Digest(1, -2), 3, TaskState.RUNNING, 2, 1_250, 31_250, 300, "w1");

    @Test
    void shouldWriteATaskAsTheseBytes() {
        assertHex(TaskCodec.key(KEY), "61636dc3a9 0123456789abcdef 8edcba9876543210");
        assertHex(
                new TaskCodec().encode(RUNNING),
                "01 32 02 03 e807 e209 92f401 ac02 0000000000000001 fffffffffffffffe"
                        + " 0a 636f7079777269746572 06 737072696e67 02 7731");
    }

    @Test
    void shouldReadATaskAsWritten() {
        assertThat(TaskCodec.key(TaskCodec.key(KEY))).isEqualTo(KEY);
        for (TaskState state : TaskState.values()) {
            TaskRow row = new TaskRow(
                    REF, new Digest(Long.MIN_VALUE, Long.MAX_VALUE), 20, state, 20, Long.MAX_VALUE, 0, 1L << 40, "");
            assertThat(TaskCodec.decode(KEY, new TaskCodec().encode(row), UnaryOperator.identity()))
                    .isEqualTo(row);
        }
    }

    @Test
    void shouldWriteATenantAsTheseBytes() {
        TenantConfig config = new TenantConfig(
                "acme",
                "pro",
                200,
                List.of(new LaneConfig("seo", true, 4, ""), new LaneConfig("ads", false, 0, "small")),
                9,
                true);
        List<String> roles = List.of("old", "seo", "ads");
        byte[] configBytes = new TenantCodec().encode(config, roles);
        byte[] counterBytes = new TenantCodec().encode(130, new long[] {0, 2_000, 5});

        assertHex(TenantCodec.key(TenantCodec.CONFIG, "acme"), "63 61636d65");
        assertHex(TenantCodec.key(TenantCodec.COUNTERS, "acme"), "6e 61636d65");
        assertHex(
                configBytes,
                "01 03 70726f c801 09 01 02 03 73656f 01 04 00 03 616473 00 00 05 736d616c6c"
                        + " 03 03 6f6c64 03 73656f 03 616473");
        assertHex(counterBytes, "01 8201 03 00 d00f 05");
        assertThat(TenantCodec.decodeConfig("acme", configBytes)).isEqualTo(new TenantCodec.Config(config, roles));
        TenantCodec.Counters counters = TenantCodec.decodeCounters(counterBytes);
        assertThat(counters.seq()).isEqualTo(130);
        assertThat(counters.shares()).containsExactly(0, 2_000, 5);
    }

    @Test
    void shouldWriteTheSlotAsTheseBytes() {
        SlotCodec codec = new SlotCodec();
        SlotCodec.Clock clock = new SlotCodec.Clock(1_000, 7);
        RoleRow role = new RoleRow(32, false, true, 5, 900, 4_000);

        assertHex(SlotCodec.clockKey(), "63");
        assertHex(SlotCodec.roleKey("seo"), "72 73656f");
        assertHex(codec.encode(clock), "01 e807 07");
        assertHex(codec.encode(role), "01 02 20 05 8407 a01f");
        assertThat(SlotCodec.decodeClock(codec.encode(clock))).isEqualTo(clock);
        assertThat(SlotCodec.decodeRole(codec.encode(role))).isEqualTo(role);
    }

    @Test
    void shouldRefuseARowOfAnotherVersionOrLength() {
        byte[] row = new TaskCodec().encode(RUNNING);
        byte[] longer = java.util.Arrays.copyOf(row, row.length + 1);
        assertThatThrownBy(() -> TaskCodec.decode(KEY, longer, UnaryOperator.identity()))
                .hasMessageContaining("Expected a row of " + row.length + " bytes");
        row[0] = 9;
        assertThatThrownBy(() -> TaskCodec.decode(KEY, row, UnaryOperator.identity()))
                .hasMessage("Expected a task row of version 1, but got version 9");
    }

    private static void assertHex(byte[] actual, String expected) {
        assertThat(HexFormat.of().formatHex(actual)).isEqualTo(expected.replace(" ", ""));
    }
}
