/** Kills the processes of a real stack at random while tenants hand in work, and accounts for all of it afterwards. */
@NullMarked
package dev.penstock.chaos;

import org.jspecify.annotations.NullMarked;
