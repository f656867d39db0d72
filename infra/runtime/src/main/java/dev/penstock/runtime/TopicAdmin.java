package dev.penstock.runtime;

import dev.penstock.schemas.Topics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates what is missing of the topic catalogue and refuses what does not fit it. */
public final class TopicAdmin {
    private TopicAdmin() {}

    /**
     * Creates missing topics with the broker's default replication, waits until those it created can be written to, and checks the others.
     *
     * @throws IllegalStateException when a topic of fixed partitions has another count; the message says what to do
     */
    public static void ensure(Admin admin, Collection<Topics.Spec> specs)
            throws InterruptedException, ExecutionException {
        Set<String> existing = admin.listTopics().names().get();
        List<NewTopic> missing = new ArrayList<>();
        for (Topics.Spec spec : specs) {
            if (!existing.contains(spec.name())) {
                missing.add(new NewTopic(spec.name(), Optional.of(spec.partitions()), Optional.empty())
                        .configs(spec.config()));
            }
        }
        Map<String, KafkaFuture<Void>> answers = admin.createTopics(missing).values();
        List<NewTopic> created = new ArrayList<>();
        for (NewTopic topic : missing) {
            try {
                Objects.requireNonNull(answers.get(topic.name())).get();
                created.add(topic);
            } catch (ExecutionException e) {
                // Another process was first, perhaps with another count of partitions.
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        awaitLeaders(admin, created);
        check(admin, specs.stream().filter(s -> existing.contains(s.name())).toList());
    }

    /**
     * Until every partition's leader has taken it over, which is a moment after it was created. A producer's first batch would be refused before, and where its second
     * comes just after, the broker takes that one for the first and refuses the other for good.
     */
    private static void awaitLeaders(Admin admin, Collection<NewTopic> created)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : created) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        if (!ends.isEmpty()) {
            admin.listOffsets(ends).all().get();
        }
    }

    private static void check(Admin admin, Collection<Topics.Spec> specs)
            throws InterruptedException, ExecutionException {
        Map<String, TopicDescription> found = admin.describeTopics(
                        specs.stream().map(Topics.Spec::name).collect(Collectors.toSet()))
                .allTopicNames()
                .get();
        for (Topics.Spec spec : specs) {
            int partitions =
                    Objects.requireNonNull(found.get(spec.name())).partitions().size();
            if (spec.fixedPartitions() && partitions != spec.partitions()) {
                throw new IllegalStateException("The topic "
                        + spec.name()
                        + " has "
                        + partitions
                        + " partitions but this process is set to "
                        + spec.partitions()
                        + ". The count is fixed for the life of an installation: set "
                        + SettingNames.SLOTS
                        + " to what the topic has.");
            }
        }
    }
}
