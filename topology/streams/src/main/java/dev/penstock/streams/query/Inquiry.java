package dev.penstock.streams.query;

import dev.penstock.admission.Engine;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import dev.penstock.schemas.Slots;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** What is asked of a slot. */
sealed interface Inquiry {
    /** Where inquiries about tenants are, relative to the process. */
    String TENANTS = "/internal/tenants/";

    /** Where inquiries about slots are. */
    String SLOTS = "/internal/slots/";

    /** Tenants that are told of at once. */
    int MAX_TENANTS = 1_000;

    /** Roles that are told of at once. */
    int MAX_ROLES = 500;

    /** The slot to be asked, of {@code slots}. */
    int slot(int slots);

    /**
     * Reads the engine, on its thread. What comes of it is put into words elsewhere, so that the slot is held up as little as can be; empty for what the
     * engine does not know.
     */
    Optional<Supplier<QueryAnswer>> ask(Engine engine);

    /** {@code TENANTS{tenant}/tasks/{id}/why}: why a task is not running yet. */
    record Why(String tenant, UUID task) implements Inquiry {
        @Override
        public int slot(int slots) {
            return Slots.of(tenant, slots);
        }

        @Override
        public Optional<Supplier<QueryAnswer>> ask(Engine engine) {
            TenantConfig config = engine.config(tenant);
            return Optional.ofNullable(engine.explain(tenant, task)).map(why -> {
                RoleConfig role = engine.limits(why.task().role());
                return () -> QueryAnswer.json(WhyJson.of(why, Closers.of(config, role)));
            });
        }
    }

    /** {@code TENANTS{tenant}/summary}: how a tenant and its lanes stand. */
    record Summary(String tenant) implements Inquiry {
        @Override
        public int slot(int slots) {
            return Slots.of(tenant, slots);
        }

        @Override
        public Optional<Supplier<QueryAnswer>> ask(Engine engine) {
            long now = engine.now();
            TenantConfig config = engine.config(tenant);
            return Optional.ofNullable(engine.summarize(tenant)).map(summary -> {
                Map<String, RoleConfig> roles = new HashMap<>();
                summary.lanes().forEach(lane -> roles.put(lane.role(), engine.limits(lane.role())));
                return () -> QueryAnswer.json(SummaryJson.of(
                        summary, now, role -> Closers.of(config, Objects.requireNonNull(roles.get(role)))));
            });
        }
    }

    /** {@code TENANTS{tenant}/standing}: a tenant's whole configuration, and what it has. */
    record Standing(String tenant) implements Inquiry {
        @Override
        public int slot(int slots) {
            return Slots.of(tenant, slots);
        }

        @Override
        public Optional<Supplier<QueryAnswer>> ask(Engine engine) {
            long now = engine.now();
            TenantConfig config = engine.config(tenant);
            return config == null
                    ? Optional.empty()
                    : Optional.ofNullable(engine.summarize(tenant))
                            .map(summary -> () -> QueryAnswer.protobuf(Standings.of(config, summary, now)));
        }
    }

    /** {@code SLOTS{slot}/roles/{role},{role}...}: how roles stand in a slot. */
    record Roles(int slot, List<String> roles) implements Inquiry {
        @Override
        public int slot(int slots) {
            return slot;
        }

        @Override
        public Optional<Supplier<QueryAnswer>> ask(Engine engine) {
            var summaries = roles.stream().map(engine::summarizeRole).toList();
            return Optional.of(() -> QueryAnswer.protobuf(Standings.ofRoles(summaries)));
        }
    }

    /** {@code SLOTS{slot}/tenants/{limit}/{after}}: the slot's tenants, at most so many of those whose names follow. */
    record Tenants(int slot, int limit, String after) implements Inquiry {
        @Override
        public int slot(int slots) {
            return slot;
        }

        @Override
        public Optional<Supplier<QueryAnswer>> ask(Engine engine) {
            List<Standings.Line> lines = engine.tenantsAfter(after, limit).stream()
                    .map(tenant ->
                            new Standings.Line(Objects.requireNonNull(engine.config(tenant)), engine.work(tenant)))
                    .toList();
            return Optional.of(() -> QueryAnswer.protobuf(Standings.of(lines)));
        }
    }

    /** What a request asks for; empty for no path of these. */
    static Optional<Inquiry> of(String rawPath, int slots) {
        try {
            if (rawPath.startsWith(TENANTS)) {
                return ofTenant(rawPath.substring(TENANTS.length()).split("/", -1));
            }
            return rawPath.startsWith(SLOTS)
                    ? ofSlot(rawPath.substring(SLOTS.length()).split("/", -1), slots)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Inquiry> ofTenant(String[] parts) {
        String tenant = decoded(parts[0]);
        if (parts.length == 4 && parts[1].equals("tasks") && parts[3].equals("why")) {
            return Optional.of(new Why(tenant, UUID.fromString(parts[2])));
        }
        if (parts.length != 2) {
            return Optional.empty();
        }
        return switch (parts[1]) {
            case "summary" -> Optional.of(new Summary(tenant));
            case "standing" -> Optional.of(new Standing(tenant));
            default -> Optional.empty();
        };
    }

    private static Optional<Inquiry> ofSlot(String[] parts, int slots) {
        int slot = Integer.parseInt(parts[0]);
        if (slot < 0 || slot >= slots) {
            return Optional.empty();
        }
        if (parts.length == 3 && parts[1].equals("roles")) {
            List<String> roles = List.of(decoded(parts[2]).split(",", -1));
            return roles.size() > MAX_ROLES ? Optional.empty() : Optional.of(new Roles(slot, roles));
        }
        if (parts.length == 4 && parts[1].equals("tenants")) {
            int limit = Integer.parseInt(parts[2]);
            return limit < 1 || limit > MAX_TENANTS
                    ? Optional.empty()
                    : Optional.of(new Tenants(slot, limit, decoded(parts[3])));
        }
        return Optional.empty();
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part, StandardCharsets.UTF_8);
    }
}
