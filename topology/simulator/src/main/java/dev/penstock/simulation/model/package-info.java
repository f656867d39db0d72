/** A recorded stretch of work played under another policy: real engines, one virtual time, workers that do as they did. */
@NullMarked
package dev.penstock.simulation.model;

import org.jspecify.annotations.NullMarked;
