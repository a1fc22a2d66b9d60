/*
 * confine: what the keeper may do when it has begun: capabilities(7), seccomp(2).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lab/keeper/keeper.h"

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined(__riscv)
#define ARCHITECTURE AUDIT_ARCH_RISCV64
#endif

static int keep_capabilities(void)
{
	const uint32_t kept = 1u << CAP_SYS_ADMIN | 1u << CAP_NET_ADMIN | 1u << CAP_NET_RAW;
	struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
	struct __user_cap_data_struct data[2] = {{kept, kept, 0}, {0}};
	return (int)syscall(SYS_capset, &header, data);
}

#ifdef ARCHITECTURE
/* clang-format off */
#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define UNLESS(value, skip) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, skip)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)
#define ALLOW(call) UNLESS(SYS_##call, 1), ANSWER(SECCOMP_RET_ALLOW)
/* clang-format on */

static int filter_calls(void)
{
	struct sock_filter program[] = {
		LOAD(arch),
		UNLESS(ARCHITECTURE, 1),
		BPF_STMT(BPF_JMP | BPF_JA, 1),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ALLOW(recvmsg),
		ALLOW(sendmsg),
		ALLOW(setns),
		ALLOW(socket),
		ALLOW(socketpair),
		ALLOW(unshare),
		ALLOW(openat),
		ALLOW(close),
		ALLOW(restart_syscall),
		ALLOW(rt_sigreturn),
		ALLOW(exit_group),
		ANSWER(SECCOMP_RET_ERRNO | EPERM),
	};
	const struct sock_fprog filter = {sizeof(program) / sizeof(*program), program};
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0);
}
#else
/* Where the numbers of system calls are not known here there is no filter. */
static int filter_calls(void)
{
	return 0;
}
#endif

int keeper_confine(void)
{
	if (keep_capabilities() < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	return filter_calls();
}
