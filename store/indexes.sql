-- Secondary indexes, made late on a first reading (store_make_indexes).
CREATE INDEX IF NOT EXISTS message_conversation ON message (conversation_id, at);
CREATE INDEX IF NOT EXISTS message_at ON message (at);
CREATE INDEX IF NOT EXISTS message_address ON message (address_id);
CREATE INDEX IF NOT EXISTS recipient_address ON recipient (address_id);
