package dev.penstock.simulation.workload;

import java.util.List;

/**
 * @param slot the slot that it lives in, from 0
 * @param weight its share of workers that tenants compete for, against the others' weights
 */
public record Tenant(String name, Plan plan, int slot, List<Lane> lanes, int weight) {
    public Tenant {
        lanes = List.copyOf(lanes);
    }

    /** Of weight 1. */
    public Tenant(String name, Plan plan, int slot, List<Lane> lanes) {
        this(name, plan, slot, lanes, 1);
    }
}
