/** What a worker knows of the tenants whose tasks it runs. */
@NullMarked
package dev.penstock.workers.tenant;

import org.jspecify.annotations.NullMarked;
