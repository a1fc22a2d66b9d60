/*
 * whole_shell: a shell with all commands that there are, for what looks at lines as they are typed or run.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HANDSH_TEST_WHOLE_SHELL_H
#define HANDSH_TEST_WHOLE_SHELL_H

/* For cmocka_unit_test_setup_teardown: *state is a struct shell. */
int whole_shell_open(void **state);
int whole_shell_close(void **state);

#endif
