/** API keys: their form, where their hashes lie, and who a request's caller is. */
@NullMarked
package dev.penstock.ingest.keys;

import org.jspecify.annotations.NullMarked;
