/** Deliberate bugs in the core, each of which the simulation must notice: what proves that its checks check something. */
@NullMarked
package dev.penstock.torture.mutants;

import org.jspecify.annotations.NullMarked;
