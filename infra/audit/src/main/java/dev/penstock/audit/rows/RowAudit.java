package dev.penstock.audit.rows;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.penstock.audit.AuditProgress;
import dev.penstock.audit.InvariantResult;
import dev.penstock.audit.TopicReader;
import dev.penstock.schemas.Slots;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.DeadLetter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * I13: the rows that projections keep in PostgreSQL are the fold of the records up to the offsets stored with them, a partition at a time, in a snapshot of its own.
 * Projections may be at work meanwhile.
 *
 * <p>Memory: the rows that {@value #RECORDS_PER_PASS} records make, some hundred bytes each. A partition of more is read several times, for one part of its rows after
 * the other.
 */
public final class RowAudit {
    /** Records that are folded at once, at most. */
    static final long RECORDS_PER_PASS = 500_000;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Projection(String name, String topic, List<RowTable> tables) {}

    private static final List<Projection> PROJECTIONS = List.of(
            new Projection("task_runs", Topics.EVENTS, List.of(new TaskTable(), new CampaignTable())),
            new Projection("llm_calls", Topics.LLM_CALLS, List.of(new CallTable())));

    private final String bootstrapServers;
    private final DataSource database;
    private final Consumer<AuditProgress> listener;
    private final long recordsPerPass;

    public RowAudit(String bootstrapServers, DataSource database, Consumer<AuditProgress> listener) {
        this(bootstrapServers, database, listener, RECORDS_PER_PASS);
    }

    /** @param recordsPerPass records that are folded at once, at most; bounds the memory that it takes */
    public RowAudit(
            String bootstrapServers, DataSource database, Consumer<AuditProgress> listener, long recordsPerPass) {
        this.bootstrapServers = bootstrapServers;
        this.database = database;
        this.listener = listener;
        this.recordsPerPass = recordsPerPass;
    }

    /**
     * Reads and compares.
     *
     * @throws SQLException when the database does not answer, or has no such tables
     * @throws IllegalStateException when the broker stops answering
     */
    public InvariantResult run() throws SQLException {
        RowFindings findings = new RowFindings();
        Map<String, Object> common = Map.of(
                CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                CommonClientConfigs.CLIENT_ID_CONFIG,
                "penstock-audit-rows");
        try (TopicReader reader = new TopicReader(common, PATIENCE, listener)) {
            Collection<String> topics = reader.topics();
            Letters letters = new Letters(reader, topics);
            for (Projection projection : PROJECTIONS) {
                if (topics.contains(projection.topic())) {
                    List<TopicPartition> partitions = reader.partitions(projection.topic());
                    for (TopicPartition partition : partitions) {
                        new Comparison(projection, partition, partitions.size(), reader, letters, findings).run();
                    }
                }
            }
            findings.unreadable(letters.unreadable);
        }
        return findings.result();
    }

    /** Of which records dead letters were written. */
    private static final class Letters {
        private final TopicReader reader;
        private final Map<TopicPartition, Set<Long>> of = new HashMap<>();
        private Map<TopicPartition, Long> next = Map.of();
        private long unreadable;

        Letters(TopicReader reader, Collection<String> topics) {
            this.reader = reader;
            if (topics.contains(Topics.DLQ)) {
                next = reader.beginnings(reader.partitions(Topics.DLQ));
            }
        }

        /** As far as there are any now. */
        Set<Long> of(TopicPartition partition) {
            if (!next.isEmpty()) {
                next = reader.read("dead letters", next, this::letter);
            }
            return of.getOrDefault(partition, Set.of());
        }

        private void letter(ConsumerRecord<byte[], byte[]> r) {
            try {
                var source = DeadLetter.parseFrom(r.value() == null ? new byte[0] : r.value())
                        .getSource();
                of.computeIfAbsent(new TopicPartition(source.getTopic(), source.getPartition()), p -> new HashSet<>())
                        .add(source.getOffset());
            } catch (InvalidProtocolBufferException e) {
                unreadable++;
            }
        }
    }

    /** One partition. */
    private final class Comparison {
        private final Projection projection;
        private final TopicPartition partition;
        private final int partitions;
        private final TopicReader reader;
        private final Letters letters;
        private final RowFindings findings;

        Comparison(
                Projection projection,
                TopicPartition partition,
                int partitions,
                TopicReader reader,
                Letters letters,
                RowFindings findings) {
            this.projection = projection;
            this.partition = partition;
            this.partitions = partitions;
            this.reader = reader;
            this.letters = letters;
            this.findings = findings;
        }

        void run() throws SQLException {
            try (Snapshot snapshot = new Snapshot(database)) {
                long next = snapshot.next(projection.name(), projection.topic(), partition.partition())
                        .orElse(0);
                // Asked after the snapshot was taken: what was projected by then had been written by then.
                long end = one(reader.written(List.of(partition)));
                long begin = one(reader.beginnings(List.of(partition)));
                if (next > end) {
                    findings.ahead(projection.name(), projection.topic(), partition.partition(), next, end);
                    next = end;
                }
                // Read, since offsets count transactions' ends as well.
                reader.read("records to come", Map.of(partition, Math.max(next, begin)), record -> findings.behind());
                Set<Long> deadLettered = letters.of(partition);
                int passes = (int) (1 + Math.max(0, next - begin) / recordsPerPass);
                for (int pass = 0; pass < passes; pass++) {
                    compare(snapshot, begin, next, pass, passes, deadLettered);
                }
            }
        }

        private void compare(Snapshot snapshot, long begin, long next, int pass, int passes, Set<Long> deadLettered)
                throws SQLException {
            Map<RowTable, Rows> all = new HashMap<>();
            projection.tables().forEach(table -> all.put(table, new Rows(pass, passes, deadLettered)));
            if (next > begin && !fold(begin, next, all)) {
                findings.unread(projection.topic(), partition.partition(), "an open transaction hides its end");
                return;
            }
            for (Map.Entry<RowTable, Rows> entry : all.entrySet()) {
                compare(snapshot, entry.getKey(), entry.getValue(), begin == 0);
            }
        }

        private boolean fold(long begin, long next, Map<RowTable, Rows> all) {
            return reader.readTo(
                            "rows of " + projection.topic() + ", " + (partition.partition() + 1) + " of " + partitions,
                            Map.of(partition, begin),
                            Map.of(partition, next),
                            record -> all.forEach((table, rows) -> fold(table, record, rows)))
                    .isEmpty();
        }

        private void fold(RowTable table, ConsumerRecord<byte[], byte[]> record, Rows rows) {
            try {
                table.fold(record, rows);
            } catch (InvalidProtocolBufferException e) {
                // The projection dead-letters it and goes on.
                findings.unreadable(1);
            }
        }

        private void compare(Snapshot snapshot, RowTable table, Rows rows, boolean whole) throws SQLException {
            List<String> tenants = new ArrayList<>();
            for (String tenant : snapshot.tenants(table.name())) {
                if (Slots.of(tenant, partitions) == partition.partition()) {
                    tenants.add(tenant);
                }
            }
            snapshot.rows(table, tenants, (key, found) -> {
                if (rows.takes(key)) {
                    findings.compare(table, partition.partition(), key, found, rows.take(key), whole);
                }
            });
            rows.left().forEach((key, row) -> findings.missing(table, partition.partition(), key, row, whole));
        }

        private long one(Map<TopicPartition, Long> offsets) {
            return offsets.getOrDefault(partition, 0L);
        }
    }
}
