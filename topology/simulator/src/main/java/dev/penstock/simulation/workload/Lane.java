package dev.penstock.simulation.workload;

/**
 * One tenant's use of one role.
 *
 * @param id dense over all tenants, from 0
 * @param cap tasks that may run at once
 * @param tasksPerDay what the tenant asks for on an ordinary day
 */
public record Lane(int id, String tenant, Plan plan, Role role, int cap, double tasksPerDay) {}
