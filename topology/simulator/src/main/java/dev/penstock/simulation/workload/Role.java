package dev.penstock.simulation.workload;

import java.util.List;

/**
 * The standard roles with the reference speed of one worker container (4 vCPU) and what a task of each is like. Speeds are those of the design;
 * tokens are the workers' own estimates per call with 400 for the task's own text, prices those of the models that the roles run on.
 */
public enum Role {
    ACTIVITY_PLANNER("activity-planner", 2, 20, 5, new TokenUse(700, 3_000, 4, 20)),
    COPYWRITER("copywriter", 4, 120, 30, new TokenUse(650, 1_500, 2, 10)),
    SEO_SPECIALIST("seo-specialist", 3, 60, 20, new TokenUse(650, 1_500, 2, 10)),
    SOCIAL_MEDIA_MANAGER("social-media-manager", 4, 120, 20, new TokenUse(650, 800, 1, 5)),
    PAID_ADS_MANAGER("paid-ads-manager", 2, 30, 8, new TokenUse(650, 1_500, 2, 10)),
    DATA_ANALYST("data-analyst", 3, 60, 10, new TokenUse(700, 1_500, 2, 10)),
    CONTENT_RESEARCHER("content-researcher", 2, 20, 7, new TokenUse(650, 2_500, 2, 10));

    public static final List<Role> ALL = List.of(values());

    private static final long HOUR_MILLIS = 3_600_000;

    private final String id;
    private final int concurrency;
    private final int tasksPerHour;
    private final int demand;
    private final TokenUse tokens;

    /** @param demand how often tenants that have the role ask for it, relative to the other roles */
    Role(String id, int concurrency, int tasksPerHour, int demand, TokenUse tokens) {
        this.id = id;
        this.concurrency = concurrency;
        this.tasksPerHour = tasksPerHour;
        this.demand = demand;
        this.tokens = tokens;
    }

    /** Name on the wire. */
    public String id() {
        return id;
    }

    /** Tasks that one container runs at once. */
    public int concurrency() {
        return concurrency;
    }

    /** Tasks that one container, always busy, ends in an hour. */
    public int tasksPerHour() {
        return tasksPerHour;
    }

    public int demand() {
        return demand;
    }

    public TokenUse tokens() {
        return tokens;
    }

    /** Mean milliseconds that one task takes: follows from the container's speed (Little's law). */
    public long meanServiceMillis() {
        return concurrency * HOUR_MILLIS / tasksPerHour;
    }

    /**
     * What one task uses on average.
     *
     * @param inputPrice micro-dollars a token, which is dollars a million tokens; {@code outputPrice} likewise
     */
    public record TokenUse(int input, int output, int inputPrice, int outputPrice) {}
}
