package dev.penstock.streams.query;

import dev.penstock.admission.Engine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What is asked of the slot that a tenant lives in. */
sealed interface Inquiry {
    /** Where inquiries are, relative to the process. */
    String ROOT = "/internal/tenants/";

    String tenant();

    /**
     * Reads the engine, on its thread. What comes of it is put into words elsewhere, so that the slot is held up as little as can be; empty for what the
     * engine does not know.
     */
    Optional<Supplier<byte[]>> ask(Engine engine);

    /** {@code ROOT{tenant}/tasks/{id}/why}: why a task is not running yet. */
    record Why(String tenant, UUID task) implements Inquiry {
        @Override
        public Optional<Supplier<byte[]>> ask(Engine engine) {
            return Optional.ofNullable(engine.explain(tenant, task)).map(why -> () -> WhyJson.of(why));
        }
    }

    /** {@code ROOT{tenant}/summary}: how a tenant and its lanes stand. */
    record Summary(String tenant) implements Inquiry {
        @Override
        public Optional<Supplier<byte[]>> ask(Engine engine) {
            long now = engine.now();
            return Optional.ofNullable(engine.summarize(tenant)).map(summary -> () -> SummaryJson.of(summary, now));
        }
    }

    /** What a request asks for; empty for no path of these. */
    static Optional<Inquiry> of(String rawPath) {
        if (!rawPath.startsWith(ROOT)) {
            return Optional.empty();
        }
        String[] parts = rawPath.substring(ROOT.length()).split("/", -1);
        try {
            String tenant = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
            if (parts.length == 4 && parts[1].equals("tasks") && parts[3].equals("why")) {
                return Optional.of(new Why(tenant, UUID.fromString(parts[2])));
            }
            return parts.length == 2 && parts[1].equals("summary")
                    ? Optional.of(new Summary(tenant))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
