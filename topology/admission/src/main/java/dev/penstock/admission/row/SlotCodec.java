package dev.penstock.admission.row;

import dev.penstock.admission.Flow;
import dev.penstock.admission.Notes;
import dev.penstock.admission.RoleConfig;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of the slot's own rows, told apart by the first byte of the key: one clock, one row per role, and one with the operator's limits of each
 * role that has any.
 */
public final class SlotCodec {
    /** First byte of the key of a role's row; its name follows. */
    public static final byte ROLE = 'r';

    /** First byte of the key of a role's limits; its name follows. */
    public static final byte LIMITS = 'l';

    /** The whole key of the clock's row. */
    public static final byte CLOCK = 'c';

    private static final int VERSION = 1;

    /** Since 2 with notes. */
    private static final int LIMITS_VERSION = 2;

    private static final Flow[] FLOWS = Flow.values();

    private final RowWriter writer = new RowWriter();

    /**
     * @param now the engine's clock, milliseconds since 1970-01-01T00:00Z
     * @param leastOrder a bound under which no new place in a queue may lie, for when the rows that had higher ones are forgotten
     */
    public record Clock(long now, long leastOrder) {}

    public static byte[] clockKey() {
        return new byte[] {CLOCK};
    }

    public static byte[] roleKey(String role) {
        return TenantCodec.key(ROLE, role);
    }

    public static byte[] limitsKey(String role) {
        return TenantCodec.key(LIMITS, role);
    }

    public static String role(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    public byte[] encode(Clock clock) {
        return writer.start(VERSION)
                .putNumber(clock.now())
                .putNumber(clock.leastOrder())
                .finish();
    }

    public static Clock decodeClock(byte[] value) {
        RowReader in = new RowReader(value, VERSION, "clock");
        Clock clock = new Clock(in.readNumber(), in.readNumber());
        in.finish();
        return clock;
    }

    public byte[] encode(RoleConfig config) {
        return writer.start(LIMITS_VERSION)
                .putNumber(config.version())
                .putByte(config.enabled() ? 1 : 0)
                .putByte(config.flow().ordinal())
                .putNumber(config.cap())
                .putBytes(config.notes().bytes())
                .finish();
    }

    public static RoleConfig decodeLimits(String role, byte[] value) {
        RowReader in = new RowReader(value, LIMITS_VERSION, "role limits");
        RoleConfig config = new RoleConfig(
                role,
                in.readNumber(),
                in.readByte() == 1,
                FLOWS[in.readByte()],
                in.readInt(),
                in.version() < LIMITS_VERSION ? Notes.NONE : Notes.of(in.readBytes()));
        in.finish();
        return config;
    }

    public byte[] encode(RoleRow row) {
        return writer.start(VERSION)
                .putByte((row.slowStart() ? 1 : 0) | (row.full() ? 2 : 0))
                .putNumber(row.window())
                .putNumber(row.credit())
                .putNumber(row.halvedAt())
                .putNumber(row.floor())
                .finish();
    }

    public static RoleRow decodeRole(byte[] value) {
        RowReader in = new RowReader(value, VERSION, "role");
        int flags = in.readByte();
        RoleRow row = new RoleRow(
                in.readInt(), (flags & 1) != 0, (flags & 2) != 0, in.readInt(), in.readNumber(), in.readNumber());
        in.finish();
        return row;
    }
}
