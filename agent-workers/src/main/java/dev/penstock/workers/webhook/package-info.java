/** Tenants' own runtimes: signed requests out, answers at once or by callback. */
@NullMarked
package dev.penstock.workers.webhook;

import org.jspecify.annotations.NullMarked;
