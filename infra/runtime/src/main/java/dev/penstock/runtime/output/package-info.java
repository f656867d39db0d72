/** What roles have to make: the schemas that workers know and callbacks are held against. */
@NullMarked
package dev.penstock.runtime.output;

import org.jspecify.annotations.NullMarked;
