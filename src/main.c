/*
 * handsh: an interactive shell whose commands are socket calls.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "handsh/ui.h"

int main(int count, char **words)
{
	return handsh_main(count, words);
}
