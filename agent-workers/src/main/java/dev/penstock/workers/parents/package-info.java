/** The results of earlier tasks that a task is given to work on. */
@NullMarked
package dev.penstock.workers.parents;

import org.jspecify.annotations.NullMarked;
