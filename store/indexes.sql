-- Secondary indexes, made late on a first reading (store_make_indexes).
CREATE INDEX IF NOT EXISTS message_conversation ON message (conversation_id, at);
CREATE INDEX IF NOT EXISTS message_address ON message (address_id);
CREATE INDEX IF NOT EXISTS message_target ON message (target)
 WHERE target <> 0;
CREATE INDEX IF NOT EXISTS message_parent ON message (parent)
 WHERE parent <> 0;
CREATE INDEX IF NOT EXISTS recipient_address ON recipient (address_id);
CREATE INDEX IF NOT EXISTS message_topic ON message (topic, party, wrote_at)
 WHERE topic <> 0;
CREATE INDEX IF NOT EXISTS message_wrote ON message (wrote_at)
 WHERE wrote_at <> 0;
CREATE INDEX IF NOT EXISTS message_quoted ON message (quoted_at)
 WHERE quoted_at <> 0;
CREATE INDEX IF NOT EXISTS copy_parsed ON copy (version, internal_at)
 WHERE gone_at IS NULL AND uidvalidity <> 0;
CREATE INDEX IF NOT EXISTS message_office ON message (address_id)
 WHERE office = 1;
CREATE INDEX IF NOT EXISTS message_in_sent ON message (address_id, at)
 WHERE in_sent = 1;
CREATE INDEX IF NOT EXISTS copy_body ON copy (body, internal_at)
 WHERE body < 2;
CREATE INDEX IF NOT EXISTS touch_conversation ON touch (conversation_id)
 WHERE conversation_id <> 0;
-- Answers to nothing, by the user to themselves: few.
CREATE INDEX IF NOT EXISTS message_own ON message (at)
 WHERE direction = 1 AND personal = 0 AND parent = 0 AND reply = 1;
CREATE INDEX IF NOT EXISTS message_event ON message (event)
 WHERE event <> 0;
CREATE INDEX IF NOT EXISTS message_text ON message (text, at)
 WHERE text <> 0;
CREATE INDEX IF NOT EXISTS touch_said ON touch (source)
 WHERE source < 0 AND source >= -4611686018427387904;
CREATE INDEX IF NOT EXISTS message_proof ON message (proof, at)
 WHERE proof <> 0;
CREATE INDEX IF NOT EXISTS touch_both ON touch (source)
 WHERE direction = 3;
CREATE INDEX IF NOT EXISTS touch_proved ON touch (source)
 WHERE source < -4611686018427387904;
