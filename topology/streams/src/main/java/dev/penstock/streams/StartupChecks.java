package dev.penstock.streams;

import dev.penstock.runtime.TopicAdmin;
import dev.penstock.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What must hold of the broker and the topics before the engine may run; each refusal says what to do. */
final class StartupChecks {
    static final String TRANSACTION_FEATURE = "transaction.version";
    static final short TRANSACTION_VERSION = 2;

    private StartupChecks() {}

    /**
     * Creates missing topics and checks everything.
     *
     * @throws IllegalStateException when something does not fit
     */
    static void run(Admin admin, StreamsSettings settings) throws InterruptedException, ExecutionException {
        checkTransactions(admin);
        List<Topics.Spec> specs = new ArrayList<>(Topics.core(settings.slots()));
        specs.addAll(Topics.forRoles(settings.roles(), StreamsSettings.INTAKE_PARTITIONS, Topics.DISPATCH_PARTITIONS));
        TopicAdmin.ensure(admin, specs);
        checkCommandTime(admin);
    }

    /** Older transactions can leave a killed producer's writes hanging or let a late one through. */
    static void checkTransactions(Admin admin) throws InterruptedException, ExecutionException {
        FinalizedVersionRange found = admin.describeFeatures()
                .featureMetadata()
                .get()
                .finalizedFeatures()
                .get(TRANSACTION_FEATURE);
        int level = found == null ? 0 : found.maxVersionLevel();
        if (level < TRANSACTION_VERSION) {
            throw new IllegalStateException("The Kafka cluster's feature " + TRANSACTION_FEATURE + " is at " + level
                    + " but Penstock needs " + TRANSACTION_VERSION
                    + ". Raise it with: kafka-features.sh --bootstrap-server ... upgrade --feature "
                    + TRANSACTION_FEATURE + "=" + TRANSACTION_VERSION);
        }
    }

    /** The engine's clock is the broker's time stamp on its commands; a producer's could be anything. */
    static void checkCommandTime(Admin admin) throws InterruptedException, ExecutionException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.COMMANDS);
        Config config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
        ConfigEntry entry = config == null ? null : config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
        String found = entry == null ? "unknown" : String.valueOf(entry.value());
        if (!found.equals("LogAppendTime")) {
            throw new IllegalStateException(
                    "The topic " + Topics.COMMANDS + " has " + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG + "=" + found
                            + " but the engine's clock needs LogAppendTime. Set it with: kafka-configs.sh --bootstrap-server ... --alter --entity-type topics"
                            + " --entity-name " + Topics.COMMANDS + " --add-config "
                            + TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG + "=LogAppendTime");
        }
    }
}
