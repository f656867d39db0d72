package dev.penstock.simulator;

import java.io.IOException;
import java.nio.file.Path;

/** Runs a simulator in a process of its own: {@code [--host=ADDRESS] [--port=N] [--seed=N] [--scale=FACTOR] [--journal=FILE] [--webhook-secrets=FILE]}. */
public final class SimulatorMain {
    private SimulatorMain() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        SimulatorSettings settings = SimulatorSettings.defaults();
        for (String arg : args) {
            String[] sides = arg.split("=", 2);
            String value = sides.length == 2 ? sides[1] : "";
            settings = switch (sides[0]) {
                case "--host" -> settings.withHost(value);
                case "--port" -> settings.withPort(Integer.parseInt(value));
                case "--journal" -> settings.withJournalFile(Path.of(value));
                case "--webhook-secrets" -> settings.withWebhookSecrets(Path.of(value));
                case "--seed" -> settings.withSeed(Long.parseLong(value));
                case "--scale" ->
                    settings.withLatency(settings.behaviour().latency().scaledTo(Double.parseDouble(value)));
                default ->
                    throw new IllegalArgumentException("Unknown option " + arg
                            + ": expected --host, --port, --seed, --scale, --journal or --webhook-secrets");
            };
        }
        ProviderSimulator simulator = ProviderSimulator.start(settings);
        Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
        System.out.println("Provider simulator on " + simulator.baseUrl());
        Thread.currentThread().join();
    }
}
