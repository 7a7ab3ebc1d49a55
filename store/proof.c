/* Messages that prove others, which may be gone. */
#include "store/proof.h"

#include "store/private.h"

#define FIRST_PROOF                                                     \
	"   AND NOT EXISTS (\n"                                         \
	"       SELECT 1\n"                                             \
	"         FROM message AS earlier\n"                            \
	"        WHERE earlier.proof = later.proof\n"                   \
	"          AND earlier.proof <> 0\n"                            \
	"          AND (earlier.at, earlier.message_key) < (later.at, " \
	"later.message_key))\n"

static const char has_earlier_proof_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message\n"
    "        WHERE proof = :proof\n"
    "          AND proof <> 0\n"
    "          AND (at, message_key) < (:at, :key))";

static void bind_proof(struct statement *query,
		       const struct store_message *message)
{
	bind_integer(query, ":proof", message->proof);
	bind_integer(query, ":at", message->at);
	bind_integer(query, ":key", message->message_key);
}

gboolean store_proof_has_earlier(struct store *store,
				 const struct store_message *message,
				 gboolean *has_out, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, has_earlier_proof_sql);

	bind_proof(query, message);
	return statement_run_boolean(query, has_out, error);
}

static const char next_proof_sql[] = "SELECT message_key\n"
				     "  FROM message\n"
				     " WHERE proof = :proof\n"
				     "   AND proof <> 0\n"
				     "   AND (at, message_key) > (:at, :key)\n"
				     " ORDER BY at, message_key\n"
				     " LIMIT 1";

gboolean store_proof_list_next(struct store *store,
			       const struct store_message *message,
			       GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, next_proof_sql);

	bind_proof(query, message);
	return statement_run_integers(query, keys, error);
}

static const char proved_by_id_sql[] =
    "SELECT message_key\n"
    "  FROM message AS later\n"
    " WHERE parent = :target\n"
    "   AND parent <> 0\n"
    "   AND proof <> 0\n" FIRST_PROOF " ORDER BY message_key";

gboolean store_proof_list_by_id(struct store *store, gint64 target,
				GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, proved_by_id_sql);

	bind_integer(query, ":target", target);
	return statement_run_integers(query, keys, error);
}

static const char proved_by_quote_sql[] =
    "SELECT message_key\n"
    "  FROM message AS later\n"
    " WHERE quoted_at BETWEEN :at - :hours * 3600 - :seconds\n"
    "                     AND :at + :hours * 3600 + :seconds\n"
    "   AND quoted_at <> 0\n"
    "   AND (quoted_at - :at + (:hours + 1) * 3600 + :seconds) % 3600\n"
    "       <= 2 * :seconds\n"
    "   AND parent = 0\n"
    "   AND proof <> 0\n" FIRST_PROOF " ORDER BY quoted_at, message_key\n"
    " LIMIT 200";

gboolean store_proof_list_by_quote(struct store *store, gint64 at, gint64 hours,
				   gint64 seconds, GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, proved_by_quote_sql);

	bind_integer(query, ":at", at);
	bind_integer(query, ":hours", hours);
	bind_integer(query, ":seconds", seconds);
	return statement_run_integers(query, keys, error);
}

static const char list_proofs_sql[] =
    "SELECT message_key\n"
    "  FROM message AS later\n"
    " WHERE proof <> 0\n"
    "   AND NOT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message AS real\n"
    "        WHERE real.target = later.parent\n"
    "          AND real.target <> 0\n"
    "          AND real.message_key <> later.message_key)\n" FIRST_PROOF
    " ORDER BY message_key";

gboolean store_proof_list(struct store *store, GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_proofs_sql);

	return statement_run_integers(query, keys, error);
}
