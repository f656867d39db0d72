package dev.penstock.local;

import dev.penstock.runtime.KafkaClients;
import dev.penstock.runtime.SettingNames;
import dev.penstock.schemas.Roles;
import dev.penstock.schemas.Topics;
import dev.penstock.schemas.v1.Event;
import dev.penstock.schemas.v1.TenantConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One tenant with far more work than its tokens allow, on a whole local stack: what the others wait with and without it, what it uses within any minute as
 * the provider saw it, and how often its tasks go back for want of tokens. Run by hand: it is no test.
 *
 * <p>Arguments: an empty folder, seconds of each half (120), the flooding tenant's tokens a minute (20000), its tasks (400), others' tasks a second (2).
 */
public final class SaturationHarness {
    private static final String FLOOD = "agency-north";
    private static final List<String> OTHERS = List.of("pro-bakery", "free-florist", "enterprise-globex");

    private final LocalStack stack;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, Event> accepted = new HashMap<>();
    private final Map<String, Integer> deferrals = new HashMap<>();
    private final List<Long> quiet = new ArrayList<>();
    private final List<Long> flooded = new ArrayList<>();
    private final Map<String, Long> started = new HashMap<>();
    private final Map<String, Long> granted = new HashMap<>();
    private final List<Long> toGrant = new ArrayList<>();
    private final List<Long> toStart = new ArrayList<>();
    private final List<Long> runs = new ArrayList<>();
    private long floodBegan = Long.MAX_VALUE;
    private int floodEnded;

    private SaturationHarness(LocalStack stack) {
        this.stack = stack;
    }

    public static void main(String[] args) throws Exception {
        Path dir = Path.of(args[0]);
        int seconds = number(args, 1, 120);
        LocalOptions options = LocalOptions.in(dir)
                .withPorts(Ports.FREE)
                .withSimulatorScale(0.2)
                .withWorkerSlots(8)
                .withSetting(SettingNames.ROLES, Roles.COPYWRITER)
                .withSetting(SettingNames.WORKER_DISCOVER, "false");
        try (LocalStack stack = LocalStack.start(options, StackListener.SILENT)) {
            new SaturationHarness(stack)
                    .run(seconds, number(args, 2, 20_000), number(args, 3, 400), number(args, 4, 2));
        }
    }

    private void run(int seconds, int tokens, int tasks, int perSecond) throws Exception {
        configure(tokens);
        others(10, perSecond);
        accepted.clear();
        others(seconds, perSecond);
        long began = System.currentTimeMillis();
        for (int i = 0; i < tasks; i++) {
            submit(FLOOD, "flood " + i);
        }
        others(seconds, perSecond);
        floodBegan = began;
        Thread.sleep(2_000);
        fold();
        System.out.printf("others without the flood, accepted to succeeded: %s%n", figures(quiet));
        System.out.printf("others with the flood, accepted to succeeded: %s%n", figures(flooded));
        System.out.printf("of that, accepted to granted: %s%n", figures(toGrant));
        System.out.printf("of that, granted to started: %s%n", figures(toStart));
        System.out.printf("of that, started to succeeded: %s%n", figures(runs));
        System.out.printf(
                "flood: %d of %d tasks ended, deferrals %s, so %.2f per task that ended%n",
                floodEnded,
                tasks,
                deferrals,
                deferrals.values().stream().mapToInt(Integer::intValue).sum() / (double) Math.max(1, floodEnded));
        System.out.println("used within any minute: "
                + http.send(
                                HttpRequest.newBuilder(
                                                URI.create(stack.info().simulatorUrl() + "/_sim/usage?seconds=60"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
        System.exit(0);
    }

    private void others(int seconds, int perSecond) throws Exception {
        long begun = System.nanoTime();
        for (int i = 0; i < seconds * perSecond; i++) {
            submit(OTHERS.get(i % OTHERS.size()), "a headline " + UUID.randomUUID());
            long due = begun + (i + 1) * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(Math.max(1, due - System.nanoTime()));
        }
    }

    /** Reads all events from the start. */
    private void fold() {
        Map<String, Object> config =
                new HashMap<>(KafkaClients.common(stack.info().settings(), "harness"));
        config.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> take(parsed(record.value())));
            }
        }
    }

    private void take(Event event) {
        String task = event.getTask().getTaskId();
        switch (event.getKindCase()) {
            case ACCEPTED -> accepted.put(task, event);
            case GRANTED -> granted.put(task, event.getAtMillis());
            case STARTED -> {
                started.put(task, event.getAtMillis());
                if (!event.getTenant().equals(FLOOD) && granted.containsKey(task) && accepted.containsKey(task)) {
                    toGrant.add(granted.get(task) - accepted.get(task).getAtMillis());
                    toStart.add(event.getAtMillis() - granted.get(task));
                }
            }
            case DEFERRED -> {
                if (event.getTenant().equals(FLOOD)) {
                    deferrals.merge(event.getDeferred().getReason(), 1, Integer::sum);
                }
            }
            case SUCCEEDED -> {
                if (event.getTenant().equals(FLOOD)) {
                    floodEnded++;
                } else {
                    Event first = accepted.get(task);
                    List<Long> list = first.getAtMillis() >= floodBegan ? flooded : quiet;
                    list.add(event.getAtMillis() - first.getAtMillis());
                    runs.add(event.getAtMillis() - started.getOrDefault(task, event.getAtMillis()));
                }
            }
            default -> {}
        }
    }

    private static Event parsed(byte[] value) {
        try {
            return Event.parseFrom(value);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String figures(List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "none"
                : String.format(
                        "%d tasks, p50 %d ms, p99 %d ms, most %d ms",
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.get(Math.min(sorted.size() - 1, sorted.size() * 99 / 100)),
                        sorted.getLast());
    }

    private void configure(int tokens) throws Exception {
        TenantConfig config = LocalTenant.DEFAULT.stream()
                .filter(tenant -> tenant.name().equals(FLOOD))
                .findFirst()
                .orElseThrow()
                .config(2)
                .toBuilder()
                .setTokensPerMinute(tokens)
                .build();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                KafkaClients.producer(stack.info().settings(), "harness"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            Topics.TENANT_CONFIG, FLOOD.getBytes(StandardCharsets.UTF_8), config.toByteArray()))
                    .get();
        }
    }

    private void submit(String tenant, String input) throws Exception {
        String key = stack.info().tenant(tenant).orElseThrow().apiKey();
        String body = "{\"role\":\"" + Roles.COPYWRITER + "\",\"tier\":\"normal\",\"input\":\"" + input + "\"}";
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(stack.info().apiUrl() + "/v1/tasks"))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.body());
        }
    }

    private static int number(String[] args, int index, int fallback) {
        return args.length > index ? Integer.parseInt(args[index]) : fallback;
    }
}
