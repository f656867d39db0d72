package dev.penstock.simulation.measure;

/** One tenant's use of one role; in order of their names. */
public record LaneKey(String tenant, String role) implements Comparable<LaneKey> {
    @Override
    public int compareTo(LaneKey other) {
        int byTenant = tenant.compareTo(other.tenant);
        return byTenant != 0 ? byTenant : role.compareTo(other.role);
    }
}
