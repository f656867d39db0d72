/** How Penstock's processes reach MongoDB: a tenant's database, and only by way of its name; which collections it has; and when their documents go. */
@NullMarked
package dev.penstock.mongo;

import org.jspecify.annotations.NullMarked;
