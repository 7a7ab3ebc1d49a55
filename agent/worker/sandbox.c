/* The worker locks itself in: rlimits, no_new_privs, seccomp. */
#include "config.h"

#include "agent/worker/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

/* Bytes of address space: libraries take 150 MB of it without touching it. */
#define ADDRESS_SPACE (512u << 20)

/*
 * What glibc, GLib, GnuTLS, libetpan and GMime call when nothing is left to
 * open.  Sockets are connected before; descriptors of files come by recvmsg.
 */
static const int allowed[] = {
	SCMP_SYS(read),
	SCMP_SYS(readv),
	SCMP_SYS(pread64),
	SCMP_SYS(write),
	SCMP_SYS(writev),
	SCMP_SYS(recvfrom),
	SCMP_SYS(recvmsg),
	SCMP_SYS(sendto),
	SCMP_SYS(sendmsg),
	SCMP_SYS(shutdown),
	SCMP_SYS(getsockopt),
	SCMP_SYS(setsockopt),
	SCMP_SYS(getpeername),
	SCMP_SYS(poll),
	SCMP_SYS(ppoll),
	SCMP_SYS(lseek),
	SCMP_SYS(fstat),
	SCMP_SYS(newfstatat), /* glibc's fstat */
	SCMP_SYS(close),
	SCMP_SYS(fcntl),
	SCMP_SYS(brk),
	SCMP_SYS(mmap),
	SCMP_SYS(munmap),
	SCMP_SYS(mremap),
	SCMP_SYS(mprotect),
	SCMP_SYS(madvise),
	SCMP_SYS(futex),
	SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime),
	SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday),
	SCMP_SYS(time),
	SCMP_SYS(getpid),
	SCMP_SYS(gettid),
	SCMP_SYS(getrusage),
	SCMP_SYS(rt_sigaction),
	SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn),
	SCMP_SYS(sigaltstack),
	SCMP_SYS(tgkill), /* abort() */
	SCMP_SYS(restart_syscall),
	SCMP_SYS(sched_yield),
	SCMP_SYS(exit),
	SCMP_SYS(exit_group),
};

/*
 * Answered with "no such file" instead of death: glibc looks for a charset of
 * an unknown name on the disk, and GnuTLS and GMime have second choices.
 */
static const int refused[] = {
	SCMP_SYS(open),
	SCMP_SYS(openat),
	SCMP_SYS(access),
	SCMP_SYS(readlink),
};

void sandbox_begin(void)
{
	const struct rlimit none = { 0, 0 };

	setrlimit(RLIMIT_CORE, &none);
	prctl(PR_SET_DUMPABLE, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGPIPE, SIG_IGN);
}

static void limit(int resource, rlim_t value)
{
	const struct rlimit both = { value, value };

	setrlimit((__rlimit_resource_t)resource, &both);
}

bool sandbox_shut(const char **why_out)
{
	scmp_filter_ctx filter;
	int result = 0;

#ifdef WITH_SANITIZERS
	/*
	 * A sanitizer reserves terabytes, and reads /proc to find leaks: an
	 * instrumented worker is not for strangers' mail.
	 */
	(void)limit;
	(void)allowed;
	(void)refused;
	(void)filter;
	(void)result;
	*why_out = "";
	return true;
#else
	/* No limit on file size: stderr may be a log, and no file is opened. */
	limit(RLIMIT_AS, ADDRESS_SPACE);
	limit(RLIMIT_NPROC, 0);

	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter) {
		*why_out = "no memory for a seccomp filter";
		return false;
	}
	seccomp_attr_set(filter, SCMP_FLTATR_CTL_NNP, 1);
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed && !result; i++)
		result =
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < sizeof refused / sizeof *refused && !result; i++)
		result = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOENT),
					  refused[i], 0);
	if (!result)
		result = seccomp_load(filter);
	seccomp_release(filter);
	if (!result)
		return true;
	*why_out = strerror(-result);
	return false;
#endif
}
