/** What tasks' agents make: while they make it, piece by piece, and when it is done. */
@NullMarked
package dev.penstock.ingest.output;

import org.jspecify.annotations.NullMarked;
