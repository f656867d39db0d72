/** What projections keep in PostgreSQL, held against the records that it should have come of, which are folded anew. */
@NullMarked
package dev.penstock.audit.rows;

import org.jspecify.annotations.NullMarked;
