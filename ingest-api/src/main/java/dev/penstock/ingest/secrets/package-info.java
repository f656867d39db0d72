/** Secrets that tenants entrust to Penstock: written here, and never shown again. */
@NullMarked
package dev.penstock.ingest.secrets;

import org.jspecify.annotations.NullMarked;
