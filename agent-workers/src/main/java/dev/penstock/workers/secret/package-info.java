/** Tenants' secrets as a worker needs them: opened, in memory alone, and for as long as they hold. */
@NullMarked
package dev.penstock.workers.secret;

import org.jspecify.annotations.NullMarked;
