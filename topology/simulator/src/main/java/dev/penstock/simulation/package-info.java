/** The day simulator: the real admission core under a virtual clock, fed by a model of tenants, their tasks and the workers. */
@NullMarked
package dev.penstock.simulation;

import org.jspecify.annotations.NullMarked;
