/*
 * hash_table: uthash(3), whose tables end the program as any other memory does when there is none
 * left; by itself it would end it without a word.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_HASH_TABLE_H
#define HANDSH_HASH_TABLE_H

#include "handsh/base.h"

#define uthash_malloc(size) memory_allocate(size)
#include <uthash.h>

#endif
