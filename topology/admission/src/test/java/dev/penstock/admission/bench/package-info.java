/** How fast the core is. Run by hand, not by the build. */
@NullMarked
package dev.penstock.admission.bench;

import org.jspecify.annotations.NullMarked;
