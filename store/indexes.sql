-- Secondary indexes, made late on a first reading (store_make_indexes).
CREATE INDEX IF NOT EXISTS message_conversation ON message (conversation_id, at);
CREATE INDEX IF NOT EXISTS message_address ON message (address_id);
CREATE INDEX IF NOT EXISTS message_target ON message (target)
 WHERE target <> 0;
CREATE INDEX IF NOT EXISTS message_parent ON message (parent)
 WHERE parent <> 0;
CREATE INDEX IF NOT EXISTS recipient_address ON recipient (address_id);
