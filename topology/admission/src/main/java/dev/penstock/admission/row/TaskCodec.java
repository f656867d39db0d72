package dev.penstock.admission.row;

import dev.penstock.admission.Digest;
import dev.penstock.admission.Event.TaskRef;
import dev.penstock.admission.Tier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Bytes of {@link TaskRow}. Key: the tenant's UTF-8 followed by the 16 bytes of the id; as the id's length is fixed, no two tenants' keys can
 * meet. The value does not repeat what the key says.
 */
public final class TaskCodec {
    /** Since 2 with terms and charges, since 3 with refused starts and what ties it to others, since 4 with where the payload lies, since 5 with how, and with silent workers. */
    private static final int VERSION = 5;

    private static final int COUNTS = 1;
    private static final int ORPHANED = 2;
    private static final int FORM_SHIFT = 2;

    private static final int ID_BYTES = 16;
    private static final Tier[] TIERS = Tier.values();

    private final RowWriter writer = new RowWriter();

    public static byte[] key(TaskKey key) {
        byte[] tenant = key.tenant().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(tenant, tenant.length + ID_BYTES);
        ByteBuffer.wrap(bytes).putLong(tenant.length, key.high()).putLong(tenant.length + Long.BYTES, key.low());
        return bytes;
    }

    public static TaskKey key(byte[] bytes) {
        int tenantLength = bytes.length - ID_BYTES;
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        UUID id = new UUID(buffer.getLong(tenantLength), buffer.getLong(tenantLength + Long.BYTES));
        return new TaskKey(new String(bytes, 0, tenantLength, StandardCharsets.UTF_8), id);
    }

    /**
     * Key of the row's payload: its place, upper byte first. So payloads lie in the order in which they were accepted, which is about that in which
     * they are asked for, and each comes with those of the next grants.
     */
    public static byte[] payloadKey(TaskRow row) {
        return row.payloadPlace() == TaskRow.PAYLOAD_UNDER_KEY ? key(row.key()) : payloadKey(row.payloadPlace());
    }

    /** Key of the payload that lies at a place. */
    public static byte[] payloadKey(long place) {
        return ByteBuffer.allocate(Long.BYTES).putLong(place).array();
    }

    public byte[] encode(TaskRow row) {
        writer.start(VERSION)
                .putByte(row.state().ordinal() << 4 | row.tier().ordinal())
                .putNumber(row.attempt())
                .putNumber(row.maxAttempts())
                .putNumber(row.ref().acceptedAt())
                .putNumber(row.since())
                .putNumber(row.deadline())
                .putNumber(row.order())
                .putFixed(row.digest().high())
                .putFixed(row.digest().low())
                .putText(row.role())
                .putText(row.ref().campaign())
                .putText(row.worker())
                .putNumber(row.terms().estimateMicros())
                .putNumber(row.terms().startBy())
                .putNumber(row.terms().attemptTimeoutMillis())
                .putNumber(row.terms().endBy())
                .putNumber(row.charges().countedMonth())
                .putNumber(row.charges().unknownMonth())
                .putNumber(row.charges().unknownAttempts())
                .putNumber(row.charges().refusedAttempts())
                .putNumber(row.charges().silent().size());
        for (Charges.Silent silent : row.charges().silent()) {
            writer.putNumber(silent.attempt()).putText(silent.worker());
        }
        Lineage lineage = row.lineage();
        TaskState orphanedBy = lineage.orphanedBy();
        writer.putByte((lineage.counts() ? COUNTS : 0)
                | (orphanedBy != null ? ORPHANED : 0)
                | row.payloadForm().ordinal() << FORM_SHIFT);
        if (orphanedBy != null) {
            writer.putByte(orphanedBy.ordinal());
        }
        if (lineage.counts()) {
            writer.putNumber(lineage.run());
        }
        writer.putNumber(lineage.depth()).putNumber(lineage.awaited().size());
        for (UUID parent : lineage.awaited()) {
            writer.putFixed(parent.getMostSignificantBits()).putFixed(parent.getLeastSignificantBits());
        }
        return writer.putNumber(row.payloadPlace() + 1).finish();
    }

    /** @param shared maps a role's name to the one instance that all rows of the role share */
    public static TaskRow decode(TaskKey key, byte[] value, UnaryOperator<String> shared) {
        return decode(key, new RowReader(value, VERSION, "task"), shared);
    }

    /** A payload with the row of its task, as one value: the payload after its length, and then the row. */
    public static byte[] join(byte[] payload, byte[] row) {
        return RowWriter.prefixed(payload, row);
    }

    /** Whether {@link #join} makes this of that payload and some row. */
    public static boolean joins(byte[] joined, byte[] payload) {
        byte[] alone = RowWriter.prefixed(payload, new byte[0]);
        return joined.length > alone.length && Arrays.equals(joined, 0, alone.length, alone, 0, alone.length);
    }

    /** The payload of a value that {@link #join} made. */
    public static byte[] payload(byte[] joined) {
        return new RowReader(joined).readBytes();
    }

    /** The row of a value that {@link #join} made. */
    public static TaskRow decodeJoined(TaskKey key, byte[] joined, UnaryOperator<String> shared) {
        RowReader in = new RowReader(joined);
        in.skipBytes();
        return decode(key, in.next(VERSION, "task"), shared);
    }

    private static TaskRow decode(TaskKey key, RowReader in, UnaryOperator<String> shared) {
        int stateAndTier = in.readByte();
        int attempt = in.readInt();
        int maxAttempts = in.readInt();
        long acceptedAt = in.readNumber();
        long since = in.readNumber();
        long deadline = in.readNumber();
        long order = in.readNumber();
        Digest digest = new Digest(in.readFixed(), in.readFixed());
        String role = shared.apply(in.readText());
        String campaign = in.readText();
        String worker = in.readText();
        TaskTerms terms = TaskTerms.NONE;
        Charges charges = Charges.NONE;
        if (in.version() > 1) {
            terms = new TaskTerms(in.readNumber(), in.readNumber(), in.readNumber(), in.readNumber());
            charges = new Charges(
                    in.readNumber(),
                    in.readNumber(),
                    in.readNumber(),
                    in.version() > 2 ? in.readNumber() : 0,
                    in.version() > 4 ? silent(in) : List.of());
        }
        int flags = in.version() > 2 ? in.readByte() : 0;
        Lineage lineage = in.version() > 2 ? lineage(in, flags) : Lineage.NONE;
        long payloadPlace = in.version() > 3 ? in.readNumber() - 1 : TaskRow.PAYLOAD_UNDER_KEY;
        in.finish();
        TaskRef ref = new TaskRef(key.tenant(), key.id(), role, TIERS[stateAndTier & 0xF], acceptedAt, campaign);
        return new TaskRow(
                ref,
                digest,
                maxAttempts,
                terms,
                charges,
                lineage,
                TaskState.of(stateAndTier >> 4),
                attempt,
                since,
                deadline,
                order,
                worker,
                payloadPlace,
                PayloadForm.of(flags >> FORM_SHIFT));
    }

    private static List<Charges.Silent> silent(RowReader in) {
        int count = in.readInt();
        if (count == 0) {
            return List.of();
        }
        List<Charges.Silent> silent = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            silent.add(new Charges.Silent(in.readInt(), in.readText()));
        }
        return silent;
    }

    private static Lineage lineage(RowReader in, int flags) {
        TaskState orphanedBy = (flags & ORPHANED) != 0 ? TaskState.of(in.readByte()) : null;
        long run = (flags & COUNTS) != 0 ? in.readNumber() : 0;
        int depth = in.readInt();
        int count = in.readInt();
        if (run == 0 && depth == 0 && count == 0) {
            return Lineage.NONE;
        }
        List<UUID> awaited = new ArrayList<>(count);
        for (int left = count; left > 0; left--) {
            awaited.add(new UUID(in.readFixed(), in.readFixed()));
        }
        return new Lineage(run, depth, awaited, orphanedBy);
    }
}
