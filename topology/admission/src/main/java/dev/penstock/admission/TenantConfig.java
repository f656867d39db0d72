package dev.penstock.admission;

import java.util.List;

/**
 * A tenant's limits as of one version.
 *
 * @param version rises with every change; an older one than that in force is ignored
 * @param maxBacklog tasks that may wait at once; 0 means {@link Policy#defaultMaxBacklog()}
 */
public record TenantConfig(String tenant, String plan, long version, List<LaneConfig> lanes, int maxBacklog, boolean deleted) {
  public TenantConfig {
    lanes = List.copyOf(lanes);
  }
}
