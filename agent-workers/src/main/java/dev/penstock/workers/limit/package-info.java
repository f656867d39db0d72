/** How much may be used of a provider within a minute: by a tenant, and by an account as a whole. */
@NullMarked
package dev.penstock.workers.limit;

import org.jspecify.annotations.NullMarked;
