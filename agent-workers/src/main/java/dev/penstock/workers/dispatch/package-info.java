/** From dispatch records to started attempts: sources of deliveries, and the loop that takes as many as it has slots for. */
@NullMarked
package dev.penstock.workers.dispatch;

import org.jspecify.annotations.NullMarked;
