package dev.penstock.simulation.workload;

import static dev.penstock.simulation.workload.Role.COPYWRITER;
import static dev.penstock.simulation.workload.Role.DATA_ANALYST;
import static dev.penstock.simulation.workload.Role.SEO_SPECIALIST;
import static dev.penstock.simulation.workload.Role.SOCIAL_MEDIA_MANAGER;

import java.util.List;

/** The plans with their roles and caps, which are the design's, and with how many tenants and tasks fall to each, which is this model's. */
public enum Plan {
    FREE("free", 60, 5, 1, List.of(COPYWRITER, SEO_SPECIALIST)),
    PRO("pro", 25, 15, 2, List.of(COPYWRITER, SEO_SPECIALIST, SOCIAL_MEDIA_MANAGER, DATA_ANALYST)),
    AGENCY("agency", 12, 35, 4, Role.ALL),
    /** Its caps are set to fit each tenant's demand, so what the other plans' caps leave over falls to it. */
    ENTERPRISE("enterprise", 3, 45, 0, Role.ALL);

    public static final List<Plan> ALL = List.of(values());

    private final String id;
    private final int percentOfTenants;
    private final int percentOfTasks;
    private final int cap;
    private final List<Role> roles;

    Plan(String id, int percentOfTenants, int percentOfTasks, int cap, List<Role> roles) {
        this.id = id;
        this.percentOfTenants = percentOfTenants;
        this.percentOfTasks = percentOfTasks;
        this.cap = cap;
        this.roles = roles;
    }

    /** Name on the wire. */
    public String id() {
        return id;
    }

    public int percentOfTenants() {
        return percentOfTenants;
    }

    public int percentOfTasks() {
        return percentOfTasks;
    }

    /** Most tasks of one role that run at once; 0 where it is configured per tenant. */
    public int cap() {
        return cap;
    }

    public List<Role> roles() {
        return roles;
    }
}
