EXTRA_DIST += contrib/m4/tend.m4
