package dev.penstock.admission.row;

import dev.penstock.admission.Flow;
import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.Notes;
import dev.penstock.admission.TenantConfig;
import dev.penstock.admission.TenantLimits;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes of the two rows that a tenant has, told apart by the first byte of the key: its configuration, which is long and rarely changes, and
 * its counters, which are short and change with each of its events.
 */
public final class TenantCodec {
    /** First byte of the key of a configuration row. */
    public static final byte CONFIG = 'c';

    /** First byte of the key of a counters row. */
    public static final byte COUNTERS = 'n';

    /** Since 2 with limits over all lanes, flow, and money; since 3 with notes. */
    private static final int VERSION = 3;

    private static final int FIRST_WITH_NOTES = 3;

    /** Since 3 with what a lane may stand below its role's floor. */
    private static final int COUNTERS_VERSION = 3;

    private static final Flow[] FLOWS = Flow.values();

    private final RowWriter writer = new RowWriter();

    /**
     * A tenant's configuration.
     *
     * @param roles every role it ever had, in the order of {@link Counters#lanes}
     */
    public record Config(TenantConfig config, List<String> roles) {}

    /**
     * A tenant's money. Amounts in micro-dollars.
     *
     * @param month that the books are open for, counted from year 0; 0 before the first entry
     * @param spent in that month, by attempts whose cost is known
     * @param unknown reserved in that month by attempts that ended without a word of what they cost
     * @param reserved by attempts that are live now, whatever the month
     */
    public record Money(long month, long spent, long unknown, long reserved) {
        public static final Money NONE = new Money(0, 0, 0, 0);
    }

    /**
     * What a lane has had.
     *
     * @param share of its role's dispatching
     * @param credit by how much it may stand below the floor of its role, since so much was taken back of estimates
     * @param countedMonth the month that {@code counted} is of
     * @param counted tasks that count towards that month's limit
     * @param meanMicros moving mean of what a task of it costs, 0 before the first
     */
    public record LaneCounters(long share, long credit, long countedMonth, long counted, long meanMicros) {
        public static final LaneCounters NONE = new LaneCounters(0, 0, 0, 0, 0);
    }

    /** @param seq of its last event */
    public record Counters(long seq, Money money, List<LaneCounters> lanes) {}

    public static byte[] key(byte kind, String tenant) {
        byte[] utf8 = tenant.getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[utf8.length + 1];
        key[0] = kind;
        System.arraycopy(utf8, 0, key, 1, utf8.length);
        return key;
    }

    public static String tenant(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    public byte[] encode(TenantConfig config, List<String> roles) {
        TenantLimits limits = config.limits();
        writer.start(VERSION)
                .putText(config.plan())
                .putNumber(config.version())
                .putNumber(config.maxBacklog())
                .putByte(config.deleted() ? 1 : 0)
                .putByte(limits.flow().ordinal())
                .putNumber(limits.cap())
                .putNumber(limits.weight())
                .putNumber(limits.monthlyBudgetMicros())
                .putNumber(config.lanes().size());
        for (LaneConfig lane : config.lanes()) {
            writer.putText(lane.role())
                    .putByte(lane.enabled() ? 1 : 0)
                    .putNumber(lane.cap())
                    .putText(lane.modelOverride())
                    .putByte(lane.flow().ordinal())
                    .putNumber(lane.monthlyTasks());
        }
        writer.putNumber(roles.size());
        roles.forEach(writer::putText);
        return writer.putBytes(config.notes().bytes()).finish();
    }

    public static Config decodeConfig(String tenant, byte[] value) {
        RowReader in = new RowReader(value, VERSION, "tenant configuration");
        String plan = in.readText();
        long version = in.readNumber();
        int maxBacklog = in.readInt();
        boolean deleted = in.readByte() == 1;
        TenantLimits limits = in.version() == 1
                ? TenantLimits.NONE
                : new TenantLimits(FLOWS[in.readByte()], in.readInt(), in.readInt(), in.readNumber());
        List<LaneConfig> lanes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            lanes.add(lane(in));
        }
        List<String> roles = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            roles.add(in.readText());
        }
        Notes notes = in.version() < FIRST_WITH_NOTES ? Notes.NONE : Notes.of(in.readBytes());
        in.finish();
        return new Config(new TenantConfig(tenant, plan, version, lanes, maxBacklog, deleted, limits, notes), roles);
    }

    public byte[] encode(Counters counters) {
        Money money = counters.money();
        writer.start(COUNTERS_VERSION)
                .putNumber(counters.seq())
                .putNumber(money.month())
                .putNumber(money.spent())
                .putNumber(money.unknown())
                .putNumber(money.reserved())
                .putNumber(counters.lanes().size());
        for (LaneCounters lane : counters.lanes()) {
            writer.putNumber(lane.share())
                    .putNumber(lane.credit())
                    .putNumber(lane.countedMonth())
                    .putNumber(lane.counted())
                    .putNumber(lane.meanMicros());
        }
        return writer.finish();
    }

    public static Counters decodeCounters(byte[] value) {
        RowReader in = new RowReader(value, COUNTERS_VERSION, "tenant counters");
        long seq = in.readNumber();
        boolean first = in.version() == 1;
        Money money =
                first ? Money.NONE : new Money(in.readNumber(), in.readNumber(), in.readNumber(), in.readNumber());
        List<LaneCounters> lanes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            long share = in.readNumber();
            long credit = in.version() < COUNTERS_VERSION ? 0 : in.readNumber();
            lanes.add(
                    first
                            ? new LaneCounters(share, credit, 0, 0, 0)
                            : new LaneCounters(share, credit, in.readNumber(), in.readNumber(), in.readNumber()));
        }
        in.finish();
        return new Counters(seq, money, lanes);
    }

    private static LaneConfig lane(RowReader in) {
        String role = in.readText();
        boolean enabled = in.readByte() == 1;
        int cap = in.readInt();
        String model = in.readText();
        return in.version() == 1
                ? new LaneConfig(role, enabled, cap, model)
                : new LaneConfig(role, enabled, cap, model, FLOWS[in.readByte()], in.readInt());
    }
}
