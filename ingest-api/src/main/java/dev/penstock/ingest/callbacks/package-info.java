/** What tenants' own runtimes say of the tasks that they have accepted. */
@NullMarked
package dev.penstock.ingest.callbacks;

import org.jspecify.annotations.NullMarked;
