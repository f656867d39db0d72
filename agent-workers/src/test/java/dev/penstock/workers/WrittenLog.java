package dev.penstock.workers;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Command;
import dev.penstock.schemas.v1.DeadLetter;
import dev.penstock.schemas.v1.LlmCall;
import dev.penstock.schemas.v1.OutputChunk;
import dev.penstock.workers.log.Outbox;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the worker writes, kept in memory by Kafka's own stand-in for a producer. */
public final class WrittenLog {
    public static final int SLOTS = 4;

    private final MockProducer<byte[], byte[]> producer;

    private WrittenLog(boolean atOnce) {
        Node node = new Node(0, "localhost", 1);
        List<PartitionInfo> partitions = List.of(Topics.COMMANDS, Topics.LLM_CALLS, Topics.STREAM, Topics.DLQ).stream()
                .flatMap(topic -> java.util.stream.IntStream.range(0, SLOTS)
                        .mapToObj(p -> new PartitionInfo(topic, p, node, new Node[] {node}, new Node[] {node})))
                .toList();
        Cluster cluster = new Cluster("test", List.of(node), partitions, java.util.Set.of(), java.util.Set.of());
        producer = new MockProducer<>(cluster, atOnce, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Every write is durable at once. */
    public static WrittenLog immediate() {
        return new WrittenLog(true);
    }

    /** Writes wait for {@link #complete()} or {@link #fail}. */
    public static WrittenLog byHand() {
        return new WrittenLog(false);
    }

    public Outbox outbox() {
        return new Outbox(producer, SLOTS);
    }

    /** The oldest write that waits becomes durable. False when none waits. */
    public boolean complete() {
        return producer.completeNext();
    }

    /** The oldest write that waits fails. False when none waits. */
    public boolean fail(RuntimeException failure) {
        return producer.errorNext(failure);
    }

    public List<Command> commands() {
        return read(Topics.COMMANDS, Command.parser());
    }

    public List<Command.KindCase> kinds() {
        return commands().stream().map(Command::getKindCase).toList();
    }

    public List<LlmCall> calls() {
        return read(Topics.LLM_CALLS, LlmCall.parser());
    }

    public List<OutputChunk> chunks() {
        return read(Topics.STREAM, OutputChunk.parser());
    }

    public List<DeadLetter> deadLetters() {
        return read(Topics.DLQ, DeadLetter.parser());
    }

    private <T> List<T> read(String topic, Parser<T> parser) {
        return producer.history().stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> {
                    try {
                        return parser.parseFrom(record.value());
                    } catch (InvalidProtocolBufferException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
    }
}
