/** Says for people why tasks do not run yet, and how lanes stand. */
@NullMarked
package dev.penstock.cli.why;

import org.jspecify.annotations.NullMarked;
