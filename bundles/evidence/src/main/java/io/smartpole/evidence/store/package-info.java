/** Where signed batches lie on disk until the platform receipted them. */
package io.smartpole.evidence.store;
