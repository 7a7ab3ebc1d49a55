# TEND_STD_C17: C17 with GNU extensions, whatever the compiler's default.
AC_DEFUN([TEND_STD_C17], [
	AC_MSG_CHECKING([whether $CC takes -std=gnu17])
	tend_saved_cflags=$CFLAGS
	CFLAGS="$CFLAGS -std=gnu17"
	AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
		[AC_MSG_RESULT([yes]); STD_CFLAGS=-std=gnu17],
		[AC_MSG_RESULT([no]); AC_MSG_ERROR([tend needs a C17 compiler])])
	CFLAGS=$tend_saved_cflags
	AC_SUBST([STD_CFLAGS])
])

# TEND_WARNINGS: every warning of the list that this compiler knows.
AC_DEFUN([TEND_WARNINGS], [
	AC_ARG_ENABLE([werror],
		[AS_HELP_STRING([--enable-werror], [make warnings errors])])
	WARN_CFLAGS=
	tend_saved_cflags=$CFLAGS
	for tend_flag in -Wall -Wextra -Wshadow=local -Wstrict-prototypes \
		-Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
		-Wwrite-strings -Wcast-qual -Wcast-align -Wundef -Wvla \
		-Wformat=2 -Wformat-signedness -Wnull-dereference \
		-Wduplicated-cond -Wduplicated-branches -Wlogical-op \
		-Wimplicit-fallthrough -Wswitch-enum -Wredundant-decls \
		-Wnested-externs -Winit-self -Wdate-time -Walloca \
		-Wstack-usage=65536 -Wconditional-uninitialized \
		-Wassign-enum -Wcomma -Wno-unused-parameter \
		-Wno-missing-field-initializers \
		-Wno-unused-command-line-argument; do
		# -Wno-X is always accepted: ask for the positive form.
		tend_probe=`AS_ECHO(["$tend_flag"]) | sed 's/^-Wno-/-W/'`
		CFLAGS="$tend_saved_cflags -Werror $tend_probe"
		AC_COMPILE_IFELSE([AC_LANG_PROGRAM()],
			[WARN_CFLAGS="$WARN_CFLAGS $tend_flag"])
	done
	CFLAGS=$tend_saved_cflags
	AS_IF([test "x$enable_werror" = xyes], [WARN_CFLAGS="$WARN_CFLAGS -Werror"])
	AC_SUBST([WARN_CFLAGS])
])

# TEND_SANITIZERS: --enable-sanitizers, with leak detection on in the tests.
AC_DEFUN([TEND_SANITIZERS], [
	AC_ARG_ENABLE([sanitizers],
		[AS_HELP_STRING([--enable-sanitizers],
			[build with address, undefined behaviour and leak sanitizers])],
		[], [enable_sanitizers=no])
	AS_IF([test "x$enable_sanitizers" != xno], [
		SAN_CFLAGS="-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer"
		AC_DEFINE([WITH_SANITIZERS], [1], [built with sanitizers: no rlimits])
	])
	AC_SUBST([SAN_CFLAGS])
])

# TEND_FUZZERS: --enable-fuzzers builds the libFuzzer targets (clang only).
# Without it the same targets are built with a driver that replays files.
AC_DEFUN([TEND_FUZZERS], [
	AC_ARG_ENABLE([fuzzers],
		[AS_HELP_STRING([--enable-fuzzers],
			[build the fuzz targets with libFuzzer (clang only)])],
		[], [enable_fuzzers=no])
	AM_CONDITIONAL([FUZZERS], [test "x$enable_fuzzers" != xno])
	AS_IF([test "x$enable_fuzzers" != xno], [
		SAN_CFLAGS="$SAN_CFLAGS -fsanitize=fuzzer-no-link"
	])
])
