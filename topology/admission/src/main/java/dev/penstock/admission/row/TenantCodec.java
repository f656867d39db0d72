package dev.penstock.admission.row;

import dev.penstock.admission.LaneConfig;
import dev.penstock.admission.TenantConfig;
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

    private static final int VERSION = 1;

    private final RowWriter writer = new RowWriter();

    /**
     * A tenant's configuration.
     *
     * @param roles every role it ever had, in the order of {@link Counters#shares}
     */
    public record Config(TenantConfig config, List<String> roles) {}

    /**
     * @param seq of its last event
     * @param shares how much of each role's dispatching it has had
     */
    public record Counters(long seq, long[] shares) {}

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
        writer.start(VERSION)
                .putText(config.plan())
                .putNumber(config.version())
                .putNumber(config.maxBacklog())
                .putByte(config.deleted() ? 1 : 0)
                .putNumber(config.lanes().size());
        for (LaneConfig lane : config.lanes()) {
            writer.putText(lane.role())
                    .putByte(lane.enabled() ? 1 : 0)
                    .putNumber(lane.cap())
                    .putText(lane.modelOverride());
        }
        writer.putNumber(roles.size());
        roles.forEach(writer::putText);
        return writer.finish();
    }

    public static Config decodeConfig(String tenant, byte[] value) {
        RowReader in = new RowReader(value, VERSION, "tenant configuration");
        String plan = in.readText();
        long version = in.readNumber();
        int maxBacklog = in.readInt();
        boolean deleted = in.readByte() == 1;
        List<LaneConfig> lanes = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            lanes.add(new LaneConfig(in.readText(), in.readByte() == 1, in.readInt(), in.readText()));
        }
        List<String> roles = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            roles.add(in.readText());
        }
        in.finish();
        return new Config(new TenantConfig(tenant, plan, version, lanes, maxBacklog, deleted), roles);
    }

    public byte[] encode(long seq, long[] shares) {
        writer.start(VERSION).putNumber(seq).putNumber(shares.length);
        for (long share : shares) {
            writer.putNumber(share);
        }
        return writer.finish();
    }

    public static Counters decodeCounters(byte[] value) {
        RowReader in = new RowReader(value, VERSION, "tenant counters");
        long seq = in.readNumber();
        long[] shares = new long[in.readInt()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = in.readNumber();
        }
        in.finish();
        return new Counters(seq, shares);
    }
}
