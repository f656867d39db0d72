/** What a stretch of a log, recorded or modelled, comes to: waits, refusals, ends and cost by tenant, told from events alone. */
@NullMarked
package dev.penstock.simulation.measure;

import org.jspecify.annotations.NullMarked;
