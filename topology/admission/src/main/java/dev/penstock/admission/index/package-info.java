/** What is derived from the rows and kept in memory only: queues, ready lanes, timers and markers. Rebuilt by one scan when an engine is built. */
@NullMarked
package dev.penstock.admission.index;

import org.jspecify.annotations.NullMarked;
