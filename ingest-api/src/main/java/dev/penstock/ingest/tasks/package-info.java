/** Submitting, looking up and cancelling tasks. */
@NullMarked
package dev.penstock.ingest.tasks;

import org.jspecify.annotations.NullMarked;
