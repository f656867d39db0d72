/** Measures Penstock end to end on the local stack, and a peer on the same work in the same run. */
@NullMarked
package dev.penstock.bench;

import org.jspecify.annotations.NullMarked;
