/*
 * json_special: what JSON has no form for, as json writes it: {"$hex": "ff00"} are bytes that are no
 * UTF-8, {"$map": [[KEY, VALUE], …]} a map with such a key.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_COMMANDS_BYTES_JSON_SPECIAL_H
#define HANDSH_COMMANDS_BYTES_JSON_SPECIAL_H

#include "commands/bytes/json_reader.h"

/* Is the key one of these two? One whose $ was doubled loses it. */
bool json_special_key(struct bytes **key);
/* The map began with such a key: does it become something else, piece by piece? */
bool json_special_begin(struct json_reader *reader, struct value map);
/* A piece: true with *result, a new reference: what it becomes, or the map itself if that does not
 * fit. */
bool json_special_go_on(struct json_reader *reader, struct value map, struct value *result);

#endif
