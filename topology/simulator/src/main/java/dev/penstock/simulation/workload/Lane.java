package dev.penstock.simulation.workload;

/**
 * One tenant's use of one role.
 *
 * @param id dense over all tenants, from 0
 * @param cap tasks that may run at once
 * @param tasksPerDay what the tenant asks for on an ordinary day
 * @param tokens what a task of it uses on average
 */
public record Lane(int id, String tenant, Plan plan, Role role, int cap, double tasksPerDay, Role.TokenUse tokens) {

    /** With tasks as those of the role are. */
    public Lane(int id, String tenant, Plan plan, Role role, int cap, double tasksPerDay) {
        this(id, tenant, plan, role, cap, tasksPerDay, role.tokens());
    }

    /** Mean milliseconds that one task takes: a task of the role whose output is longer takes longer by as much. */
    public long meanServiceMillis() {
        return role.meanServiceMillis() * tokens.output() / role.tokens().output();
    }
}
