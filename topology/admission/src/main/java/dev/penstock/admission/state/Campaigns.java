package dev.penstock.admission.state;

import dev.penstock.admission.KeyValues;
import dev.penstock.admission.row.CampaignCodec;
import dev.penstock.admission.row.CampaignKey;
import dev.penstock.admission.row.CampaignRow;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The campaigns that run; those that have ended are not kept. */
final class Campaigns {
    private final KeyValues rows;
    private final CampaignCodec codec = new CampaignCodec();
    private final Map<CampaignKey, CampaignRow> byKey = new HashMap<>();
    private final Set<CampaignKey> dirty = new LinkedHashSet<>();

    /** Those whose progress is to be told. None is left when a command has been processed, so nothing of it is stored. */
    private final Set<CampaignKey> untold = new LinkedHashSet<>();

    Campaigns(KeyValues rows) {
        this.rows = rows;
        rows.forEach((key, value) -> {
            if (key[0] == CampaignCodec.CAMPAIGN) {
                byKey.put(CampaignCodec.key(key), CampaignCodec.decode(value));
            }
        });
    }

    @Nullable
    CampaignRow find(CampaignKey key) {
        return byKey.get(key);
    }

    Map<CampaignKey, CampaignRow> all() {
        return byKey;
    }

    /** One whose progress is to be told, null for none. */
    @Nullable
    CampaignKey nextUntold() {
        return untold.isEmpty() ? null : untold.iterator().next();
    }

    /** The run of a campaign that runs, or begins with the tenant's event of this sequence. */
    long runOrBegin(CampaignKey key, long seq) {
        return byKey.computeIfAbsent(key, k -> CampaignRow.begun(seq)).run();
    }

    /** Changes a campaign unless it is another run than this one. */
    void change(CampaignKey key, long run, UnaryOperator<CampaignRow> change) {
        CampaignRow campaign = byKey.get(key);
        if (campaign != null && campaign.run() == run) {
            byKey.put(key, change.apply(campaign));
            dirty.add(key);
            untold.add(key);
        }
    }

    void told(CampaignKey key) {
        untold.remove(key);
    }

    void end(CampaignKey key) {
        byKey.remove(key);
        dirty.add(key);
    }

    void flush() {
        for (CampaignKey key : dirty) {
            CampaignRow row = byKey.get(key);
            if (row == null) {
                rows.delete(CampaignCodec.key(key));
            } else {
                rows.put(CampaignCodec.key(key), codec.encode(row));
            }
        }
        dirty.clear();
    }
}
