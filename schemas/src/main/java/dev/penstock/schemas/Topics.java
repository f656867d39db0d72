package dev.penstock.schemas;

import dev.penstock.schemas.v1.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The catalogue: every topic's name and what its partitions, cleanup and retention must be. Every process creates or checks from it. */
public final class Topics {
    public static final String PREFIX = "penstock.";
    public static final String COMMANDS = PREFIX + "commands";
    public static final String EVENTS = PREFIX + "events";
    public static final String LLM_CALLS = PREFIX + "llm-calls";
    public static final String STREAM = PREFIX + "stream";
    public static final String SIGNALS = PREFIX + "signals";
    public static final String CANCELS = PREFIX + "cancels";
    public static final String TENANT_CONFIG = PREFIX + "tenant-config";
    public static final String ROLE_LIMITS = PREFIX + "role-limits";
    public static final String DLQ = PREFIX + "dlq";

    /** Intake topics, those of custom roles that are added later included. */
    public static final Pattern TASKS_PATTERN =
            Pattern.compile("penstock\\.tasks\\.([a-z][a-z0-9-]{0,63})\\.(urgent|normal|batch)");

    /** Dispatch topics, those of custom roles included. */
    public static final Pattern DISPATCH_PATTERN =
            Pattern.compile("penstock\\.dispatch\\.([a-z][a-z0-9-]{0,63})\\.(urgent|normal|batch)");

    /**
     * Partitions of a dispatch topic. One, so that the broker assigns it to every worker of the role: with more, each worker is given
     * only some, and a busy worker holds up tasks that an idle one could take.
     */
    public static final int DISPATCH_PARTITIONS = 1;

    private static final List<Tier> TIERS = List.of(Tier.TIER_URGENT, Tier.TIER_NORMAL, Tier.TIER_BATCH);

    private Topics() {}

    /** What an intake topic's name says: {@code role} and {@code tier} of its tasks. */
    public record Intake(String role, Tier tier) {}

    /**
     * What a topic must look like.
     *
     * @param fixedPartitions whether a topic found with another partition count is an error (true) or merely grown by its operator (false)
     */
    public record Spec(String name, int partitions, boolean fixedPartitions, Map<String, String> config) {}

    public static List<Tier> tiers() {
        return TIERS;
    }

    public static String tasks(String role, Tier tier) {
        return PREFIX + "tasks." + role + "." + tierName(tier);
    }

    public static String dispatch(String role, Tier tier) {
        return PREFIX + "dispatch." + role + "." + tierName(tier);
    }

    /** {@code urgent}, {@code normal} or {@code batch}. */
    public static String tierName(Tier tier) {
        return switch (tier) {
            case TIER_URGENT -> "urgent";
            case TIER_NORMAL -> "normal";
            case TIER_BATCH -> "batch";
            case TIER_UNSPECIFIED, UNRECOGNIZED -> throw new IllegalArgumentException("No tier: " + tier);
        };
    }

    /** The tier called {@code urgent}, {@code normal} or {@code batch}; empty for any other word. */
    public static Optional<Tier> tierNamed(String name) {
        return switch (name) {
            case "urgent" -> Optional.of(Tier.TIER_URGENT);
            case "normal" -> Optional.of(Tier.TIER_NORMAL);
            case "batch" -> Optional.of(Tier.TIER_BATCH);
            default -> Optional.empty();
        };
    }

    /** Role and tier of an intake topic; empty when {@code topic} is none. */
    public static Optional<Intake> intake(String topic) {
        Matcher m = TASKS_PATTERN.matcher(topic);
        return m.matches()
                ? Optional.of(new Intake(m.group(1), tierNamed(m.group(2)).orElseThrow()))
                : Optional.empty();
    }

    /** The topics that exist once per installation. {@code slots} is fixed for its life. */
    public static List<Spec> core(int slots) {
        return List.of(
                // Broker time on commands: it is the engine's clock, so no producer's clock can move it.
                new Spec(
                        COMMANDS,
                        slots,
                        true,
                        config(
                                "delete",
                                Duration.ofDays(7),
                                Limits.MAX_RECORD_BYTES,
                                "message.timestamp.type",
                                "LogAppendTime")),
                new Spec(EVENTS, slots, true, config("delete", Duration.ofDays(30), Limits.MAX_RECORD_BYTES)),
                new Spec(LLM_CALLS, slots, true, config("delete", Duration.ofDays(30), Limits.MAX_RECORD_BYTES)),
                new Spec(STREAM, slots, true, config("delete", Duration.ofHours(1), Limits.MAX_RECORD_BYTES)),
                new Spec(SIGNALS, 1, true, config("delete", Duration.ofHours(1), Limits.MAX_RECORD_BYTES)),
                // Apart from signals, since readers of those wait for the engine's open transactions.
                new Spec(CANCELS, 1, true, config("delete", Duration.ofHours(1), Limits.MAX_RECORD_BYTES)),
                new Spec(TENANT_CONFIG, 1, true, config("compact", Duration.ofDays(7), Limits.MAX_RECORD_BYTES)),
                new Spec(ROLE_LIMITS, 1, true, config("compact", Duration.ofDays(7), Limits.MAX_RECORD_BYTES)),
                new Spec(DLQ, 1, false, config("delete", Duration.ofDays(30), Limits.MAX_RECORD_BYTES)));
    }

    /** Intake and dispatch topics of the given roles, three tiers each. */
    public static List<Spec> forRoles(Collection<String> roles, int intakePartitions, int dispatchPartitions) {
        List<Spec> specs = new ArrayList<>();
        for (String role : roles) {
            for (Tier tier : TIERS) {
                specs.add(new Spec(
                        tasks(role, tier),
                        intakePartitions,
                        false,
                        config("delete", Duration.ofDays(7), Limits.MAX_INTAKE_RECORD_BYTES)));
                specs.add(new Spec(
                        dispatch(role, tier),
                        dispatchPartitions,
                        false,
                        // Broker time here too: dispatch windows are steered by how long a dispatch waits, in one
                        // clock.
                        config(
                                "delete",
                                Duration.ofDays(1),
                                Limits.MAX_RECORD_BYTES,
                                "message.timestamp.type",
                                "LogAppendTime")));
            }
        }
        return List.copyOf(specs);
    }

    private static Map<String, String> config(String cleanup, Duration retention, int maxBytes, String... more) {
        Map<String, String> config = new java.util.TreeMap<>();
        config.put("cleanup.policy", cleanup);
        config.put("retention.ms", Long.toString(retention.toMillis()));
        config.put("max.message.bytes", Integer.toString(maxBytes));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Map.copyOf(config);
    }
}
