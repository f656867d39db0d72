/** What running attempts make, put on the log piece by piece for those who watch. */
@NullMarked
package dev.penstock.workers.stream;

import org.jspecify.annotations.NullMarked;
