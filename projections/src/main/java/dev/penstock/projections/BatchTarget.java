package dev.penstock.projections;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Where a {@link ConsumerLoop} puts what it reads, and where it keeps how far it has come. Used by the loop's thread alone. */
interface BatchTarget extends AutoCloseable {
    /** The offsets to go on from; asked when partitions come, and again after every failure, since then only the store knows. */
    Map<TopicPartition, Long> positions(Collection<TopicPartition> partitions) throws Exception;

    /**
     * Writes a batch, each partition's records in their order, and that it has been written.
     *
     * @throws FencedException when somebody else has gone on from where this process believed to be
     */
    void write(List<ConsumerRecord<byte[], byte[]>> batch) throws Exception;

    @Override
    void close();
}
