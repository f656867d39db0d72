/** The engine's state: a read view for deciding, tables with strict verbs, and the one applier of events that may write to them. */
@NullMarked
package dev.penstock.admission.state;

import org.jspecify.annotations.NullMarked;
