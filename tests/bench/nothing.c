/*
 * nothing: a process that does nothing, the limit for how fast a program can start.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
int main(void)
{
	return 0;
}
