/** Tests of the admission core, and what other modules' tests may use of it. */
@NullMarked
package dev.penstock.admission;

import org.jspecify.annotations.NullMarked;
