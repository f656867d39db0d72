package dev.penstock.workers.dispatch;

import dev.penstock.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/** The share groups that workers consume with: one per role. */
public final class ShareGroups {
    /** How long a worker may hold a record before its {@code start} is written; three times what that may take. */
    public static final int LOCK_MILLIS = 45_000;

    private static final String LIMIT = "group.share.delivery.count.limit";
    private static final int DEFAULT_LIMIT = 5;

    private ShareGroups() {}

    public static String of(String role) {
        return Topics.PREFIX + "workers." + role;
    }

    public static List<String> topics(String role) {
        return Topics.tiers().stream().map(tier -> Topics.dispatch(role, tier)).toList();
    }

    /**
     * Sets what Kafka's defaults get wrong for dispatch, before the first member joins: aborted transactions must not be seen, and what was
     * dispatched before the first worker started must be.
     */
    public static void configure(Admin admin, Collection<String> roles)
            throws InterruptedException, ExecutionException {
        Map<String, String> wanted = Map.of(
                "share.isolation.level", "read_committed",
                "share.auto.offset.reset", "earliest",
                "share.record.lock.duration.ms", Integer.toString(LOCK_MILLIS));
        List<AlterConfigOp> changes = new ArrayList<>();
        wanted.forEach((name, value) ->
                changes.add(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)));
        Map<ConfigResource, Collection<AlterConfigOp>> all = new java.util.HashMap<>();
        roles.forEach(role -> all.put(new ConfigResource(ConfigResource.Type.GROUP, of(role)), changes));
        admin.incrementalAlterConfigs(all).all().get();
    }

    /** How often the broker hands a record out before it drops it silently. */
    public static int deliveryLimit(Admin admin) throws InterruptedException, ExecutionException {
        Node node = admin.describeCluster().nodes().get().iterator().next();
        ConfigResource broker = new ConfigResource(ConfigResource.Type.BROKER, node.idString());
        Config config = admin.describeConfigs(List.of(broker)).all().get().get(broker);
        ConfigEntry entry = config == null ? null : config.get(LIMIT);
        return entry == null ? DEFAULT_LIMIT : Integer.parseInt(entry.value());
    }
}
