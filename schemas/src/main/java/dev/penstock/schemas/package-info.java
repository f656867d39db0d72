/** What Penstock's processes agree on: topics, partitioning, ids, serdes and limits. */
@NullMarked
package dev.penstock.schemas;

import org.jspecify.annotations.NullMarked;
