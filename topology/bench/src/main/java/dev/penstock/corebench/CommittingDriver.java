package dev.penstock.corebench;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.internals.StreamTask;

/**
 * A {@link TopologyTestDriver} that commits when it is told to. Left to itself it commits and writes all stores out to disk after every record,
 * while a stream thread commits after an interval and under exactly-once leaves the disk alone: thousands of times the work, and none of it the
 * topology's. So this takes the steps of a stream thread, with the driver's own task, producer and commit, which it does not show.
 */
final class CommittingDriver implements AutoCloseable {
    private final TopologyTestDriver driver;
    private final StreamTask task;
    private final MockProducer<byte[], byte[]> producer;
    private final Method enqueue;
    private final Method commit;
    private final TopicPartition input;

    /** @param input the topology's only source */
    @SuppressWarnings("unchecked") // The field's type, as the driver declares it.
    CommittingDriver(Topology topology, Properties config, String input) {
        this.input = new TopicPartition(input, 0);
        driver = new TopologyTestDriver(topology, config);
        task = (StreamTask) read("task");
        producer = (MockProducer<byte[], byte[]>) read("producer");
        enqueue = method(
                "enqueueTaskRecord",
                String.class,
                TopicPartition.class,
                long.class,
                byte[].class,
                byte[].class,
                Headers.class);
        commit = method("commit", Map.class);
    }

    /** Puts a record where the task takes it from. */
    void add(byte[] key, byte[] value, long timestamp) {
        call(enqueue, input.topic(), input, timestamp, key, value, new RecordHeaders());
    }

    /** Processes what was added and commits, as a stream thread does under exactly-once. */
    void processAndCommit() {
        task.resumePollingForPartitionsWithAvailableSpace();
        task.updateLags();
        while (task.hasRecordsQueued() && task.isProcessable(0)) {
            task.process(0);
        }
        call(commit, task.prepareCommit(true));
        task.postCommit(false);
    }

    /** Takes away what was committed since the last time, changelogs included. */
    List<ProducerRecord<byte[], byte[]>> takeOutput() {
        List<ProducerRecord<byte[], byte[]>> output = producer.history();
        producer.clear();
        return output;
    }

    @Override
    public void close() {
        driver.close();
    }

    private Object read(String name) {
        try {
            Field field = TopologyTestDriver.class.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(driver);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Kafka's test driver has no " + name + " any more", e);
        }
    }

    private static Method method(String name, Class<?>... parameters) {
        try {
            Method method = TopologyTestDriver.class.getDeclaredMethod(name, parameters);
            method.setAccessible(true);
            return method;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Kafka's test driver has no " + name + " any more", e);
        }
    }

    private void call(Method method, Object... arguments) {
        try {
            method.invoke(driver, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("Kafka's test driver failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("Kafka's test driver refuses " + method.getName(), e);
        }
    }
}
