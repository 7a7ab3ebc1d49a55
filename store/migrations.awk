# Turn the numbered migrations and indexes.sql into C.  The number of a file
# is its user_version; every index that is made late can also be dropped.

function quote(text)
{
	gsub(/\\/, "\\\\", text)
	gsub(/"/, "\\\"", text)
	return "\t\"" text "\\n\""
}

function finish()
{
	if (open)
		print ";\n"
	open = 0
}

BEGIN {
	print "/* Made by store/migrations.awk: do not edit. */"
	print "#include \"store/private.h\"\n"
}

FNR == 1 {
	finish()
	base = FILENAME
	sub(/.*\//, "", base)
	sub(/\.sql$/, "", base)
	if (base ~ /^[0-9]+$/) {
		versions[++n] = base + 0
		names[n] = "migration_" base
		printf "static const char %s[] =", names[n]
	} else {
		printf "const char store_%s_sql[] =", base
	}
	open = 1
}

{ printf "\n%s", quote($0) }

/^CREATE INDEX IF NOT EXISTS/ { dropped[++n_dropped] = $6 }

END {
	finish()
	print "const char store_drop_indexes_sql[] ="
	for (i = 1; i <= n_dropped; i++)
		print quote("DROP INDEX IF EXISTS " dropped[i] ";")
	print "\t;\n"
	print "const struct store_migration store_migrations[] = {"
	for (i = 1; i <= n; i++)
		printf "\t{ %d, %s },\n", versions[i], names[i]
	print "};\n"
	print "const guint n_store_migrations = G_N_ELEMENTS(store_migrations);"
}
