package dev.penstock.admission.row;

import dev.penstock.admission.CampaignCounts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of {@link CampaignRow}, which stands among the rows of tenants. Key: its first byte, the length of the tenant's UTF-8, that, and the campaign's. */
public final class CampaignCodec {
    /** First byte of the key. */
    public static final byte CAMPAIGN = 'k';

    private static final int VERSION = 1;

    private final RowWriter writer = new RowWriter();

    public static byte[] key(CampaignKey key) {
        byte[] tenant = key.tenant().getBytes(StandardCharsets.UTF_8);
        byte[] campaign = key.campaign().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(new byte[] {CAMPAIGN, (byte) tenant.length}, 2 + tenant.length + campaign.length);
        System.arraycopy(tenant, 0, bytes, 2, tenant.length);
        System.arraycopy(campaign, 0, bytes, 2 + tenant.length, campaign.length);
        return bytes;
    }

    public static CampaignKey key(byte[] bytes) {
        int length = Byte.toUnsignedInt(bytes[1]);
        return new CampaignKey(
                new String(bytes, 2, length, StandardCharsets.UTF_8),
                new String(bytes, 2 + length, bytes.length - 2 - length, StandardCharsets.UTF_8));
    }

    public byte[] encode(CampaignRow row) {
        CampaignCounts counts = row.counts();
        return writer.start(VERSION)
                .putNumber(row.run())
                .putText(row.cancelReason())
                .putNumber(counts.total())
                .putNumber(counts.succeeded())
                .putNumber(counts.failed())
                .putNumber(counts.cancelled())
                .putNumber(counts.costMicros())
                .finish();
    }

    public static CampaignRow decode(byte[] value) {
        RowReader in = new RowReader(value, VERSION, "campaign");
        long run = in.readNumber();
        String cancelReason = in.readText();
        CampaignCounts counts =
                new CampaignCounts(in.readInt(), in.readInt(), in.readInt(), in.readInt(), in.readNumber());
        in.finish();
        return new CampaignRow(run, counts, cancelReason);
    }
}
