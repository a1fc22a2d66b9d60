/*
 * list: how the files of this layer hand out their lists.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_NAMES_LIST_H
#define HANDSH_NAMES_LIST_H

/* The last two members of a struct names. */
#define NAMES(array) (array), sizeof(array) / sizeof(*(array))

#endif
