/** What projections keep in MongoDB, held against the events that it should have come of, which are told anew. */
@NullMarked
package dev.penstock.audit.documents;

import org.jspecify.annotations.NullMarked;
