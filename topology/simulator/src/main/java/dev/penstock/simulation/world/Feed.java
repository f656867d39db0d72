package dev.penstock.simulation.world;

import dev.penstock.simulation.workload.Arrivals;

/** A stream of submissions to tenants of one slot. */
public record Feed(int slot, Arrivals arrivals) {}
