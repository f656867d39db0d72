/** What calls to models cost. */
@NullMarked
package dev.penstock.workers.pricing;

import org.jspecify.annotations.NullMarked;
