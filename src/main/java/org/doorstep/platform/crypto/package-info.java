/**
 * Encryption of what identifies a person, blind indexes to look it up by, and signatures.
 *
 * <p>The keys are files in {@code doorstep.keys} (by default {@code keys} in the home folder), readable by their owner
 * only. They are generated at the first start and their ids are recorded in {@code encryption_key}: a server whose
 * folder lacks a recorded key does not start, because what that key encrypted would be unreadable. Instances that share
 * a database share a copy of the folder. Starting once with {@code doorstep.rotate-keys=true} adds a key that encrypts
 * from then on; what older keys encrypted stays readable. All operations are pure CPU and fit an event loop.
 */
@NullMarked
package org.doorstep.platform.crypto;

import org.jspecify.annotations.NullMarked;
