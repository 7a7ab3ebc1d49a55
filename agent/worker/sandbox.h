/*
 * What a worker may still do once it reads what strangers wrote: read, write
 * and wait on what is open already.  No file, no process, no new connection.
 */
#pragma once

#include <stdbool.h>

/* Before anything: no core dump, no outliving tend, no SIGPIPE. */
void sandbox_begin(void);

/*
 * Shut it: limits of address space and processes, no new privileges,
 * and a seccomp filter: opening a file fails as if there were none, any other
 * system call that is not listed kills the process.  False,
 * with the reason in *why_out, where the kernel has no such thing; the worker
 * then must not go on.
 */
bool sandbox_shut(const char **why_out);
