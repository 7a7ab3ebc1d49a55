/*
 * Time a program, and the memory of it and its workers.
 *
 *	peak [-n TIMES] PROGRAM ARGUMENT...
 *
 * Prints the median of the seconds, the peak in KiB, the exit status and the
 * processor seconds of all runs, those of ended workers included.  The
 * peak is the greatest sum of VmHWM (each process's own high-water mark of
 * resident memory, shared pages counted in each) over the program and those
 * of its descendants whose name begins with the program's, looked at every
 * five milliseconds: an upper bound of what they held at one moment.  What the
 * program prints is dropped, but for its errors.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_TIMES = 1000, INTERVAL_NS = 5000000, DEPTH = 4 };

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The number that stands after `name` in /proc/PID/status, 0 if none. */
static long high_water(pid_t pid, const char *program)
{
	char path[64], line[256];
	long kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	file = fopen(path, "r");
	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file)) {
		if (strncmp(line, "Name:\t", 6) == 0 &&
		    strncmp(line + 6, program, strlen(program)) != 0)
			break;
		if (strncmp(line, "VmHWM:", 6) == 0) {
			kib = strtol(line + 6, NULL, 10);
			break;
		}
	}
	fclose(file);
	return kib;
}

static long sum_tree(pid_t pid, const char *program, int depth)
{
	long kib = high_water(pid, program);
	char path[64];
	FILE *file;
	int child;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pid,
		 (int)pid);
	file = depth ? fopen(path, "r") : NULL;
	if (!file)
		return kib;
	while (fscanf(file, "%d", &child) == 1)
		kib += sum_tree(child, program, depth - 1);
	fclose(file);
	return kib;
}

static pid_t start(char **argv)
{
	pid_t pid = fork();
	int null;

	if (pid)
		return pid;
	null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static double seconds_of(const struct timeval *t)
{
	return (double)t->tv_sec + (double)t->tv_usec / 1e6;
}

static double processor(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	const struct timespec interval = { .tv_nsec = INTERVAL_NS };
	static double seconds[MOST_TIMES];
	int times = 1, first = 1, status = 0;
	const char *program;
	long peak = 0;

	if (argc > 2 && strcmp(argv[1], "-n") == 0) {
		times = atoi(argv[2]);
		first = 3;
	}
	if (first >= argc || times < 1 || times > MOST_TIMES) {
		fputs("usage: peak [-n TIMES] PROGRAM ARGUMENT...\n", stderr);
		return 64;
	}
	program = strrchr(argv[first], '/');
	program = program ? program + 1 : argv[first];
	for (int i = 0; i < times; i++) {
		double began = now();
		pid_t pid = start(argv + first);

		while (waitpid(pid, &status, WNOHANG) == 0) {
			long kib = sum_tree(pid, program, DEPTH);

			peak = kib > peak ? kib : peak;
			/* Short ones are timed without a nap at their end. */
			if (times > 1) {
				waitpid(pid, &status, 0);
				break;
			}
			nanosleep(&interval, NULL);
		}
		seconds[i] = now() - began;
	}
	qsort(seconds, (size_t)times, sizeof(seconds[0]), compare);
	printf("%.4f %ld %d %.3f\n", seconds[times / 2], peak,
	       WIFEXITED(status) ? WEXITSTATUS(status) : 128, processor());
	return 0;
}
