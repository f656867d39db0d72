package dev.penstock.simulation.world;

import dev.penstock.admission.Tier;
import dev.penstock.simulation.workload.Arrivals;
import org.jspecify.annotations.Nullable;

/**
 * A stream of submissions to tenants of one slot.
 *
 * @param tier of all of them; null for the usual mix
 */
public record Feed(int slot, Arrivals arrivals, @Nullable Tier tier) {}
