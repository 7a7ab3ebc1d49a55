-- People whom the user had forgotten stay so: of each address a salted hash.

CREATE TABLE forgotten (
	hash		TEXT NOT NULL PRIMARY KEY,-- HMAC of the address, in hexadecimal
	forgotten_at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
