/** What each role of agent is told, and the model, limits and estimate it runs with. */
@NullMarked
package dev.penstock.workers.role;

import org.jspecify.annotations.NullMarked;
