EXTRA_DIST += contrib/m4/tend.m4 contrib/packages contrib/lib.sh \
	contrib/check-includes contrib/demo contrib/demo-mail.awk \
	contrib/run-tests
