package dev.penstock.simulation.workload;

import java.util.List;

/** @param slot the slot that it lives in, from 0 */
public record Tenant(String name, Plan plan, int slot, List<Lane> lanes) {
    public Tenant {
        lanes = List.copyOf(lanes);
    }
}
