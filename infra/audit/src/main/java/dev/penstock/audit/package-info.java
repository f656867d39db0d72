/** The checker: folds the event log, tenant by tenant, and says where a promise of the engine was broken. It knows the contracts only, never the engine. */
@NullMarked
package dev.penstock.audit;

import org.jspecify.annotations.NullMarked;
