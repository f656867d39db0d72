/** Shows limits, and changes of them, for people. */
@NullMarked
package dev.penstock.cli.limits;

import org.jspecify.annotations.NullMarked;
