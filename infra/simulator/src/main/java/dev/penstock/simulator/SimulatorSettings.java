package dev.penstock.simulator;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a simulator starts.
 *
 * @param host address to listen on
 * @param port TCP port; 0 takes a free one
 * @param seed decides jitter and the draws of fault probabilities
 * @param apiKeys keys that are taken; empty takes any that is not blank
 * @param journalCapacity calls that the journal keeps, the latest
 * @param journalFile where the journal is kept too, to go on there after a restart; null keeps it in memory alone
 * @param behaviour latency, fault rules and limits until the control API changes them
 * @param webhookSecrets a properties file with the webhook secret of each tenant that has a runtime here; null for none
 */
public record SimulatorSettings(
        String host,
        int port,
        long seed,
        Set<String> apiKeys,
        int journalCapacity,
        Behaviour behaviour,
        @Nullable Path journalFile,
        @Nullable Path webhookSecrets) {
    public static final int DEFAULT_JOURNAL_CAPACITY = 200_000;

    public SimulatorSettings {
        apiKeys = Set.copyOf(apiKeys);
        if (journalCapacity < 1) {
            throw new IllegalArgumentException("journalCapacity is " + journalCapacity + " but should be 1 or more");
        }
    }

    /** A free loopback port, realistic latency, no faults, any key. */
    public static SimulatorSettings defaults() {
        return new SimulatorSettings(
                "127.0.0.1",
                0,
                1,
                Set.of(),
                DEFAULT_JOURNAL_CAPACITY,
                new Behaviour(Latency.REALISTIC, List.of()),
                null,
                null);
    }

    public SimulatorSettings withPort(int newPort) {
        return new SimulatorSettings(
                host, newPort, seed, apiKeys, journalCapacity, behaviour, journalFile, webhookSecrets);
    }

    public SimulatorSettings withHost(String newHost) {
        return new SimulatorSettings(
                newHost, port, seed, apiKeys, journalCapacity, behaviour, journalFile, webhookSecrets);
    }

    public SimulatorSettings withSeed(long newSeed) {
        return new SimulatorSettings(
                host, port, newSeed, apiKeys, journalCapacity, behaviour, journalFile, webhookSecrets);
    }

    public SimulatorSettings withApiKeys(Set<String> keys) {
        return new SimulatorSettings(host, port, seed, keys, journalCapacity, behaviour, journalFile, webhookSecrets);
    }

    public SimulatorSettings withJournalCapacity(int calls) {
        return new SimulatorSettings(host, port, seed, apiKeys, calls, behaviour, journalFile, webhookSecrets);
    }

    public SimulatorSettings withLatency(Latency latency) {
        return new SimulatorSettings(
                host,
                port,
                seed,
                apiKeys,
                journalCapacity,
                behaviour.withLatency(latency),
                journalFile,
                webhookSecrets);
    }

    public SimulatorSettings withRules(List<FaultRule> rules) {
        return new SimulatorSettings(
                host, port, seed, apiKeys, journalCapacity, behaviour.withRules(rules), journalFile, webhookSecrets);
    }

    public SimulatorSettings withLimits(List<RateLimit> limits) {
        return new SimulatorSettings(
                host, port, seed, apiKeys, journalCapacity, behaviour.withLimits(limits), journalFile, webhookSecrets);
    }

    public SimulatorSettings withJournalFile(Path file) {
        return new SimulatorSettings(host, port, seed, apiKeys, journalCapacity, behaviour, file, webhookSecrets);
    }

    public SimulatorSettings withWebhookSecrets(Path file) {
        return new SimulatorSettings(host, port, seed, apiKeys, journalCapacity, behaviour, journalFile, file);
    }
}
