/** The pure admission core: decides on read-only state, returns events, and changes state only by applying them. */
@NullMarked
package dev.penstock.admission;

import org.jspecify.annotations.NullMarked;
