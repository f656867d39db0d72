package dev.penstock.workers.role;

import dev.penstock.schemas.Roles;
import dev.penstock.workers.pricing.PriceTable;
import dev.penstock.workers.yaml.YamlFile;
import dev.penstock.workers.yaml.YamlMap;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How each role runs: the standard roles and one for custom roles, out of {@code roles.yaml}, and over them the operator's own file, which
 * replaces whole roles and adds others. The file may be read again while the worker runs. For any number of threads.
 */
public final class RoleCatalogue {
    private static final String FILE = "/dev/penstock/workers/roles.yaml";

    private final Map<String, RoleProfile> bundled;
    private final PriceTable prices;
    private final @Nullable Duration timeout;
    private volatile Map<String, RoleProfile> roles;

    private RoleCatalogue(Map<String, RoleProfile> bundled, PriceTable prices, @Nullable Duration timeout) {
        this.bundled = Map.copyOf(bundled);
        this.prices = prices;
        this.timeout = timeout;
        this.roles = this.bundled;
    }

    /**
     * The catalogue that comes with this version of Penstock.
     *
     * @param timeout replaces every role's time limit; null leaves them
     */
    public static RoleCatalogue load(PriceTable prices, @Nullable Duration timeout) {
        Map<String, RoleProfile> bundled = new RoleReader(prices, timeout, null).read(YamlFile.resource(FILE));
        for (String role : Roles.STANDARD) {
            Objects.requireNonNull(bundled.get(role), role);
        }
        Objects.requireNonNull(bundled.get(RoleReader.CUSTOM), RoleReader.CUSTOM);
        return new RoleCatalogue(bundled, prices, timeout);
    }

    /**
     * Takes the operator's file in place of what was read of it before. When it is wrong, nothing changes.
     *
     * @throws dev.penstock.runtime.SettingsException when it is wrong, saying where and what to do
     */
    public void read(Path own) {
        read(YamlFile.read(own), own.toAbsolutePath().getParent());
    }

    void read(YamlMap own, @Nullable Path folder) {
        Map<String, RoleProfile> all = new HashMap<>(bundled);
        all.putAll(new RoleReader(prices, timeout, folder).read(own));
        roles = Map.copyOf(all);
    }

    /** Every model that a role's chain names, as {@code anthropic/claude-sonnet-5-5}. */
    public Set<String> models() {
        return roles.values().stream()
                .flatMap(profile -> profile.chain().stream())
                .map(ModelRef::toString)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The role's own profile, or that of custom roles under its name. */
    public RoleProfile of(String role) {
        Map<String, RoleProfile> now = roles;
        RoleProfile own = now.get(role);
        return own != null && !role.equals(RoleReader.CUSTOM)
                ? own
                : Objects.requireNonNull(now.get(RoleReader.CUSTOM)).named(role);
    }
}
