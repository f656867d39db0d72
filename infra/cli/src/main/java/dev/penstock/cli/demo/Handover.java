package dev.penstock.cli.demo;

import dev.penstock.audit.Submission;
import dev.penstock.cli.board.TaskKey;
import dev.penstock.cli.http.Answer;
import dev.penstock.cli.http.ApiClient;
import dev.penstock.local.StackInfo;
import dev.penstock.local.TenantAccess;
import dev.penstock.runtime.KafkaClients;
import dev.penstock.schemas.TaskIds;
import dev.penstock.schemas.TaskRequests;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.TaskRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.json.JsonMapper;

/** Hands the morning's orders in, each at its time and by its door, and keeps account of what was answered. */
final class Handover implements AutoCloseable {
    private static final int CONNECTIONS = 24;
    private static final int TRIES = 5;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ApiClient api;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, String> keys;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore connections = new Semaphore(CONNECTIONS);
    private final List<Submission> submissions = new ArrayList<>();
    private final AtomicInteger outstanding = new AtomicInteger();
    private final AtomicInteger repeatsSame = new AtomicInteger();
    private final AtomicInteger repeatsOther = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();

    Handover(StackInfo stack) {
        api = new ApiClient(stack.apiUrl());
        producer = new KafkaProducer<>(
                KafkaClients.producer(stack.settings(), "penstock-demo"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        keys = stack.tenants().stream().collect(Collectors.toMap(TenantAccess::name, TenantAccess::apiKey));
    }

    /** Starts handing in; returns at once. */
    void begin(List<Order> orders) {
        outstanding.set(orders.size());
        long start = System.nanoTime();
        for (Order order : orders) {
            threads.execute(() -> handInAt(start, order));
        }
    }

    private void handInAt(long start, Order order) {
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, start + order.atMillis() * 1_000_000 - System.nanoTime())));
            switch (order.door()) {
                case REST -> byRest(order);
                case KAFKA -> byKafka(order);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            outstanding.decrementAndGet();
        }
    }

    private void byRest(Order order) throws InterruptedException {
        TaskRequest request = order.request();
        String id = TaskIds.fromKey(request.getTenant(), request.getIdempotencyKey())
                .toString();
        boolean answered = id.equals(post(request));
        note(request, id, answered);
        if (order.repeated()) {
            (id.equals(post(request)) ? repeatsSame : repeatsOther).incrementAndGet();
        }
    }

    /** The task's id as the API answered; empty when it did not, however often asked: the key makes asking again safe. */
    private String post(TaskRequest request) throws InterruptedException {
        String body = new String(
                TaskRequests.toJson(
                        request.toBuilder().clearTenant().clearIdempotencyKey().build()),
                StandardCharsets.UTF_8);
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            connections.acquire();
            try {
                Answer answer = api.post(
                        "/v1/tasks", keys.getOrDefault(request.getTenant(), ""), body, request.getIdempotencyKey());
                if (answer.accepted()) {
                    return JSON.readTree(answer.body()).path("id").asString("");
                }
                if (answer.status() != 429 && answer.status() < 500) {
                    return "";
                }
            } catch (IOException e) {
                failures.incrementAndGet();
            } finally {
                connections.release();
            }
            Thread.sleep(200L * attempt);
        }
        return "";
    }

    private void byKafka(Order order) throws InterruptedException {
        TaskRequest request = order.request();
        String topic = Topics.tasks(request.getRole(), request.getTier());
        byte[] key = request.getTenant().getBytes(StandardCharsets.UTF_8);
        try {
            // No content-type header: JSON is what a value is unless it says otherwise.
            RecordMetadata at = producer.send(new ProducerRecord<>(topic, key, TaskRequests.toJson(request)))
                    .get();
            String id = request.getIdempotencyKey().isEmpty()
                    ? TaskIds.fromOffset(request.getTenant(), topic, at.partition(), at.offset())
                            .toString()
                    : TaskIds.fromKey(request.getTenant(), request.getIdempotencyKey())
                            .toString();
            note(request, id, true);
        } catch (ExecutionException e) {
            failures.incrementAndGet();
        }
    }

    private synchronized void note(TaskRequest request, String id, boolean answered) {
        submissions.add(new Submission(request.getTenant(), id, answered));
    }

    boolean done() {
        return outstanding.get() == 0;
    }

    synchronized List<Submission> submissions() {
        return List.copyOf(submissions);
    }

    /** The tasks that were answered. */
    synchronized List<TaskKey> answered() {
        return submissions.stream()
                .filter(Submission::answered)
                .map(s -> new TaskKey(s.tenant(), s.taskId()))
                .toList();
    }

    /** Repeats that were answered with the task they repeat. */
    int repeatsSame() {
        return repeatsSame.get();
    }

    int repeatsOther() {
        return repeatsOther.get();
    }

    /** Requests that got no answer. */
    int failures() {
        return failures.get();
    }

    @Override
    public void close() {
        threads.shutdownNow();
        producer.close(Duration.ofSeconds(5));
        api.close();
    }
}
