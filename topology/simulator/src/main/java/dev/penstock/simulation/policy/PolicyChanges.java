package dev.penstock.simulation.policy;

import dev.penstock.admission.Policy;
import dev.penstock.admission.RoleConfig;
import dev.penstock.admission.TenantConfig;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What is changed of a recorded policy: lines of {@code NAME = VALUE}, applied one after the other to every configuration that the record holds.
 *
 * <p>Names are {@code engine.SETTING}, {@code role.ROLE.SETTING} for limits over all tenants, {@code plan.PLAN.SETTING} and {@code
 * tenant.TENANT.SETTING} for a tenant's own, and {@code plan.PLAN.role.ROLE.SETTING} or {@code tenant.TENANT.role.ROLE.SETTING} for its lanes;
 * {@code *} in place of a plan, tenant or role means every one.
 */
public final class PolicyChanges {
    /** Lines of a policy. */
    public static final int MAX_LINES = 10_000;

    /** Nothing is changed. */
    public static final PolicyChanges NONE = new PolicyChanges(List.of());

    private static final Pattern DOT = Pattern.compile("\\.");
    private static final String FORM = "engine.SETTING (" + EngineSetting.names() + "), role.ROLE.SETTING ("
            + Settings.OF_ROLE + "), plan.PLAN.SETTING or tenant.TENANT.SETTING (" + Settings.OF_TENANT
            + "), plan.PLAN.role.ROLE.SETTING or tenant.TENANT.role.ROLE.SETTING (" + Settings.OF_LANE + ")";

    private final List<Line> lines;

    private PolicyChanges(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    private record Line(String text, Change change) {}

    /**
     * What one line came to.
     *
     * @param changed tenants or roles whose limits it changed; 1 where it changed the engine's policy
     */
    public record Effect(String line, int changed) {}

    /**
     * Reads a policy; empty lines and those that begin with {@code #} say nothing.
     *
     * @throws IllegalArgumentException naming the line, and what is allowed there
     */
    public static PolicyChanges parse(List<String> text) {
        if (text.size() > MAX_LINES) {
            throw new IllegalArgumentException(
                    "A policy may have at most " + MAX_LINES + " lines, but this one has " + text.size());
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            String line = text.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                lines.add(line(i + 1, line));
            }
        }
        return new PolicyChanges(lines);
    }

    private static Line line(int number, String line) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("Line " + number + " should be NAME = VALUE, but is '" + line + "'");
        }
        String name = line.substring(0, equals).strip();
        String value = line.substring(equals + 1).strip();
        try {
            return new Line(name + " = " + value, change(name, value));
        } catch (Settings.UnknownName e) {
            throw new IllegalArgumentException(
                    "Line " + number + ": nothing is called '" + name + "': " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Line " + number + ": " + name + " is '" + value + "' but should be " + e.getMessage(), e);
        }
    }

    private static Change change(String name, String value) {
        String[] parts = DOT.split(name, -1);
        for (String part : parts) {
            if (part.isEmpty()) {
                throw new Settings.UnknownName("names are " + FORM);
            }
        }
        String kind = parts[0];
        if (kind.equals("engine") && parts.length == 2) {
            return new Change.OfEngine(EngineSetting.named(parts[1]).parse(value));
        }
        if (kind.equals("role") && parts.length == 3) {
            return new Change.OfRole(parts[1], Settings.ofRole(parts[2], value));
        }
        if (kind.equals("plan") || kind.equals("tenant")) {
            Change.Who who = new Change.Who(kind.equals("plan"), parts.length > 1 ? parts[1] : "");
            if (parts.length == 3) {
                return new Change.OfTenants(who, Settings.ofTenant(parts[2], value));
            }
            if (parts.length == 5 && parts[2].equals("role")) {
                boolean adds = !parts[3].equals(Change.ANY) && parts[4].equals("enabled") && value.equals("true");
                return new Change.OfLanes(who, parts[3], adds, Settings.ofLane(parts[4], value));
            }
        }
        throw new Settings.UnknownName("names are " + FORM);
    }

    public boolean isEmpty() {
        return lines.isEmpty();
    }

    public Policy apply(Policy policy) {
        Policy changed = policy;
        for (Line line : lines) {
            changed = engine(line.change(), changed);
        }
        return changed;
    }

    /** Leaves the version as it is. */
    public TenantConfig apply(TenantConfig config) {
        TenantConfig changed = config;
        for (Line line : lines) {
            changed = tenant(line.change(), changed);
        }
        return changed;
    }

    /** Leaves the version as it is. */
    public RoleConfig apply(RoleConfig config) {
        RoleConfig changed = config;
        for (Line line : lines) {
            changed = role(line.change(), changed);
        }
        return changed;
    }

    /** What each line changes where all of them are applied to these, in the order written. */
    public List<Effect> effects(Policy policy, Collection<TenantConfig> tenants, Collection<RoleConfig> roles) {
        Policy engine = policy;
        List<TenantConfig> configs = new ArrayList<>(tenants);
        List<RoleConfig> limits = new ArrayList<>(roles);
        List<Effect> effects = new ArrayList<>();
        for (Line line : lines) {
            Policy changed = engine(line.change(), engine);
            int count = changed.equals(engine) ? 0 : 1;
            engine = changed;
            count += replace(configs, config -> tenant(line.change(), config));
            count += replace(limits, config -> role(line.change(), config));
            effects.add(new Effect(line.text(), count));
        }
        return effects;
    }

    private static <T> int replace(List<T> all, UnaryOperator<T> change) {
        int changed = 0;
        for (int i = 0; i < all.size(); i++) {
            T after = change.apply(all.get(i));
            changed += after.equals(all.get(i)) ? 0 : 1;
            all.set(i, after);
        }
        return changed;
    }

    private static Policy engine(Change change, Policy policy) {
        return switch (change) {
            case Change.OfEngine engine -> engine.change().apply(policy);
            case Change.OfRole _, Change.OfTenants _, Change.OfLanes _ -> policy;
        };
    }

    private static TenantConfig tenant(Change change, TenantConfig config) {
        return switch (change) {
            case Change.OfTenants tenants -> tenants.apply(config);
            case Change.OfLanes lanes -> lanes.apply(config);
            case Change.OfEngine _, Change.OfRole _ -> config;
        };
    }

    private static RoleConfig role(Change change, RoleConfig config) {
        return switch (change) {
            case Change.OfRole role -> role.apply(config);
            case Change.OfEngine _, Change.OfTenants _, Change.OfLanes _ -> config;
        };
    }
}
