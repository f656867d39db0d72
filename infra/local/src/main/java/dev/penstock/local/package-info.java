/** The local stack: real parts and the four apps on this machine, started, supervised, shown and stopped. */
@NullMarked
package dev.penstock.local;

import org.jspecify.annotations.NullMarked;
