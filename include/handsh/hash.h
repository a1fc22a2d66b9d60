/*
 * hash: a keyed hash of bytes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HASH_H
#define HANDSH_HASH_H

#include <stddef.h>
#include <stdint.h>

/*
 * SipHash-1-3 under a key that the kernel chose for this process (getauxval(3), AT_RANDOM): keys
 * of maps come from peers, who must not be able to make them collide. To find that key takes longer
 * than to hash a short word: whoever hashes many keeps it.
 */
const void *hash_key(void); /* lives for ever */
uint64_t hash_bytes(const void *key, const void *data, size_t length);

#endif
