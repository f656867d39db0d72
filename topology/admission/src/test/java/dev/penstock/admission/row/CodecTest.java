package dev.penstock.admission.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.admission.CampaignCounts;
import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Notes;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import dev.penstock.admission.Tier;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Golden bytes: rows outlive releases, so a change here needs a new version of the row and a reader of the old one. */
class CodecTest {
    private static final TaskKey KEY = new TaskKey("acmé", new UUID(0x0123456789abcdefL, 0x8edcba9876543210L));
    private static final TaskRef REF = new TaskRef("acmé", KEY.id(), "copywriter", Tier.BATCH, 1_000, "spring");
    private static final TaskRow RUNNING = new TaskRow(
            REF,
            new Digest(1, -2),
            3,
            new TaskTerms(500, 0, 60_000, 90_000),
            new Charges(24_322, 24_323, 2, 4, List.of(new Charges.Silent(1, "w0"))),
            new Lineage(9, 1, List.of(), null),
            TaskState.RUNNING,
            2,
            1_250,
            31_250,
            300,
            "w1",
            299,
            PayloadForm.WITH_FORMER_ROW);
    private static final String RUNNING_BYTES = "32 02 03 e807 e209 92f401 ac02 0000000000000001 fffffffffffffffe"
            + " 0a 636f7079777269746572 06 737072696e67 02 7731";

    @Test
    void shouldWriteATaskAsTheseBytes() {
        assertHex(TaskCodec.key(KEY), "61636dc3a9 0123456789abcdef 8edcba9876543210");
        assertHex(
                new TaskCodec().encode(RUNNING),
                "05" + RUNNING_BYTES + " f403 00 e0d403 90bf05 82be01 83be01 02 04 01 01 02 7730 09 09 01 00 ac02");
        assertHex(TaskCodec.payloadKey(RUNNING), "000000000000012b");
    }

    @Test
    void shouldReadATaskOfTheFirstVersion() {
        byte[] row = HexFormat.of().parseHex(("01" + RUNNING_BYTES).replace(" ", ""));

        assertThat(TaskCodec.decode(KEY, row, UnaryOperator.identity()))
                .isEqualTo(new TaskRow(
                        REF,
                        new Digest(1, -2),
                        3,
                        new TaskTerms(0, 0, 0, 0),
                        Charges.NONE,
                        Lineage.NONE,
                        TaskState.RUNNING,
                        2,
                        1_250,
                        31_250,
                        300,
                        "w1",
                        TaskRow.PAYLOAD_UNDER_KEY,
                        PayloadForm.BARE));
    }

    @Test
    void shouldReadATaskOfTheSecondVersion() {
        byte[] row = HexFormat.of()
                .parseHex(("02" + RUNNING_BYTES + " f403 00 e0d403 90bf05 82be01 83be01 02").replace(" ", ""));

        assertThat(TaskCodec.decode(KEY, row, UnaryOperator.identity()))
                .isEqualTo(new TaskRow(
                        REF,
                        new Digest(1, -2),
                        3,
                        RUNNING.terms(),
                        new Charges(24_322, 24_323, 2, 0, List.of()),
                        Lineage.NONE,
                        TaskState.RUNNING,
                        2,
                        1_250,
                        31_250,
                        300,
                        "w1",
                        TaskRow.PAYLOAD_UNDER_KEY,
                        PayloadForm.BARE));
    }

    @Test
    void shouldReadATaskOfTheThirdVersionAndFindItsPayloadUnderItsOwnKey() {
        byte[] bytes = HexFormat.of()
                .parseHex(("03" + RUNNING_BYTES + " f403 00 e0d403 90bf05 82be01 83be01 02 04 01 09 01 00")
                        .replace(" ", ""));

        TaskRow row = TaskCodec.decode(KEY, bytes, UnaryOperator.identity());

        assertThat(row.lineage()).isEqualTo(RUNNING.lineage());
        assertThat(TaskCodec.payloadKey(row)).isEqualTo(TaskCodec.key(KEY));
    }

    @Test
    void shouldReadATaskOfTheFourthVersionWhosePayloadLiesByItself() {
        byte[] bytes = HexFormat.of()
                .parseHex(("04" + RUNNING_BYTES + " f403 00 e0d403 90bf05 82be01 83be01 02 04 01 09 01 00 ac02")
                        .replace(" ", ""));

        TaskRow row = TaskCodec.decode(KEY, bytes, UnaryOperator.identity());

        assertThat(row.payloadPlace()).isEqualTo(RUNNING.payloadPlace());
        assertThat(row.payloadForm()).isEqualTo(PayloadForm.BARE);
    }

    @Test
    void shouldTakeAPayloadAndItsRowApartAgain() {
        byte[] row = new TaskCodec().encode(RUNNING);
        assertHex(TaskCodec.join(new byte[] {1, 2, 3}, new byte[] {9, 8}), "03 010203 0908");
        for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, 262_144}) {
            byte[] payload = new byte[length];
            Arrays.fill(payload, (byte) 7);

            byte[] joined = TaskCodec.join(payload, row);

            assertThat(TaskCodec.payload(joined)).isEqualTo(payload);
            assertThat(TaskCodec.joins(joined, payload)).isTrue();
            assertThat(TaskCodec.joins(payload, payload)).isFalse();
            assertThat(TaskCodec.decodeJoined(KEY, joined, UnaryOperator.identity()))
                    .isEqualTo(RUNNING);
        }
    }

    @Test
    void shouldWriteACampaignAsTheseBytes() {
        CampaignKey key = new CampaignKey("acme", "spring");
        CampaignRow row = new CampaignRow(300, new CampaignCounts(200, 3, 2, 1, 400), "over");

        assertHex(CampaignCodec.key(key), "6b 04 61636d65 737072696e67");
        assertHex(new CampaignCodec().encode(row), "01 ac02 04 6f766572 c801 03 02 01 9003");
        assertThat(CampaignCodec.key(CampaignCodec.key(key))).isEqualTo(key);
        assertThat(CampaignCodec.decode(new CampaignCodec().encode(row))).isEqualTo(row);
    }

    @Test
    void shouldReadATaskAsWritten() {
        assertThat(TaskCodec.key(TaskCodec.key(KEY))).isEqualTo(KEY);
        for (TaskState state : TaskState.values()) {
            TaskRow row = new TaskRow(
                    REF,
                    new Digest(Long.MIN_VALUE, Long.MAX_VALUE),
                    20,
                    new TaskTerms(1, 2, 3, 4),
                    new Charges(5, 6, 7, 8, List.of(new Charges.Silent(1, "w"), new Charges.Silent(2, "v"))),
                    new Lineage(0, 2, List.of(KEY.id(), new UUID(3, -4)), TaskState.EXPIRED),
                    state,
                    20,
                    Long.MAX_VALUE,
                    0,
                    1L << 40,
                    "",
                    1L << 39,
                    PayloadForm.of(state.ordinal() % 3));
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
                List.of(
                        new LaneConfig("seo", true, 4, ""),
                        new LaneConfig("ads", false, 0, "small", Flow.DRAINING, 200)),
                9,
                true,
                new TenantLimits(Flow.PAUSED, 12, 3, 1_000_000),
                Notes.of(new byte[] {7, 8}));
        TenantCodec.Counters counters = new TenantCodec.Counters(
                130,
                new TenantCodec.Money(24_322, 5, 6, 7),
                List.of(TenantCodec.LaneCounters.NONE, new TenantCodec.LaneCounters(2_000, 300, 24_322, 9, 400)));
        List<String> roles = List.of("old", "seo", "ads");
        byte[] configBytes = new TenantCodec().encode(config, roles);
        byte[] counterBytes = new TenantCodec().encode(counters);

        assertHex(TenantCodec.key(TenantCodec.CONFIG, "acme"), "63 61636d65");
        assertHex(TenantCodec.key(TenantCodec.COUNTERS, "acme"), "6e 61636d65");
        assertHex(
                configBytes,
                "03 03 70726f c801 09 01 01 0c 03 c0843d 02 03 73656f 01 04 00 00 00 03 616473 00 00 05 736d616c6c 02 c801"
                        + " 03 03 6f6c64 03 73656f 03 616473 02 0708");
        assertHex(counterBytes, "03 8201 82be01 05 06 07 02 00 00 00 00 00 d00f ac02 82be01 09 9003");
        assertThat(TenantCodec.decodeConfig("acme", configBytes)).isEqualTo(new TenantCodec.Config(config, roles));
        assertThat(TenantCodec.decodeCounters(counterBytes)).isEqualTo(counters);
    }

    @Test
    void shouldReadATenantOfTheFirstVersion() {
        byte[] config = HexFormat.of()
                .parseHex("0103" + "70726f" + "c801" + "09" + "00" + "01" + "0373656f" + "01" + "04" + "00"
                        + "010373656f");
        byte[] counters = HexFormat.of().parseHex("01" + "8201" + "01" + "d00f");

        assertThat(TenantCodec.decodeConfig("acme", config))
                .isEqualTo(new TenantCodec.Config(
                        new TenantConfig("acme", "pro", 200, List.of(new LaneConfig("seo", true, 4, "")), 9, false),
                        List.of("seo")));
        assertThat(TenantCodec.decodeCounters(counters))
                .isEqualTo(new TenantCodec.Counters(
                        130, TenantCodec.Money.NONE, List.of(new TenantCodec.LaneCounters(2_000, 0, 0, 0, 0))));
    }

    @Test
    void shouldReadConfigurationAndLimitsThatHaveNoNotesYet() {
        byte[] config = HexFormat.of()
                .parseHex("02" + "0370726f" + "c801" + "09" + "00" + "01" + "0c" + "03" + "c0843d" + "01" + "0373656f"
                        + "01" + "04" + "00" + "02" + "07" + "01" + "0373656f");
        TenantLimits limits = new TenantLimits(Flow.PAUSED, 12, 3, 1_000_000);
        List<LaneConfig> lanes = List.of(new LaneConfig("seo", true, 4, "", Flow.DRAINING, 7));

        assertThat(TenantCodec.decodeConfig("acme", config))
                .isEqualTo(new TenantCodec.Config(
                        new TenantConfig("acme", "pro", 200, lanes, 9, false, limits), List.of("seo")));
        assertThat(SlotCodec.decodeLimits("seo", HexFormat.of().parseHex("01040101c801")))
                .isEqualTo(new RoleConfig("seo", 4, true, Flow.PAUSED, 200));
    }

    @Test
    void shouldReadCountersOfTheSecondVersion() {
        byte[] counters = HexFormat.of()
                .parseHex("02" + "8201" + "82be01" + "05" + "06" + "07" + "01" + "d00f" + "82be01" + "09" + "9003");

        assertThat(TenantCodec.decodeCounters(counters))
                .isEqualTo(new TenantCodec.Counters(
                        130,
                        new TenantCodec.Money(24_322, 5, 6, 7),
                        List.of(new TenantCodec.LaneCounters(2_000, 0, 24_322, 9, 400))));
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

        RoleConfig limits = new RoleConfig("seo", 4, true, Flow.PAUSED, 200, Notes.of(new byte[] {9}));
        assertHex(SlotCodec.limitsKey("seo"), "6c 73656f");
        assertHex(codec.encode(limits), "02 04 01 01 c801 01 09");
        assertThat(SlotCodec.decodeLimits("seo", codec.encode(limits))).isEqualTo(limits);
    }

    @Test
    void shouldRefuseARowOfAnotherVersionOrLength() {
        byte[] row = new TaskCodec().encode(RUNNING);
        byte[] longer = java.util.Arrays.copyOf(row, row.length + 1);
        assertThatThrownBy(() -> TaskCodec.decode(KEY, longer, UnaryOperator.identity()))
                .hasMessageContaining("Expected a row of " + row.length + " bytes");
        row[0] = 9;
        assertThatThrownBy(() -> TaskCodec.decode(KEY, row, UnaryOperator.identity()))
                .hasMessage("Expected a task row of version 1 to 5, but got version 9");
    }

    private static void assertHex(byte[] actual, String expected) {
        assertThat(HexFormat.of().formatHex(actual)).isEqualTo(expected.replace(" ", ""));
    }
}
