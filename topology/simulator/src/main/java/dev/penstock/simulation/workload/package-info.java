/** Who submits what and when: plans, roles, tenants and their demand, the course of a day, and what becomes of an attempt. */
@NullMarked
package dev.penstock.simulation.workload;

import org.jspecify.annotations.NullMarked;
