-- All that is derived, by natural keys and without row ids, so that stores
-- that were filled in other orders can be compared.  A conversation goes by its
-- smallest target, a person by their addresses.

-- An address that no message names is left out: a copy that was replaced may
-- have named it, and it does no harm.
SELECT 'address', address, name, name_at, first_at, last_at,
       person_id IS NOT NULL
  FROM address
 WHERE address_id IN (SELECT address_id FROM recipient)
    OR sent_to > 0 OR received_from > 0;

SELECT 'counts', address, sent_to, received_from
  FROM address
 WHERE address_id IN (SELECT address_id FROM recipient)
    OR sent_to > 0 OR received_from > 0;

SELECT 'message', message_key, copies, at, kind, direction,
       (SELECT address FROM address WHERE address.address_id = x.address_id),
       (SELECT min(target) FROM reference
         WHERE reference.conversation_id = x.conversation_id),
       personal, subject, mid, evidence, office, in_sent,
       signs, text, event, twin, proof, proof_at,
       (SELECT folder.display || ' ' || copy.uid
          FROM copy JOIN folder USING (folder_id)
         WHERE copy.copy_id = x.copy_id)
  FROM message AS x;

SELECT 'recipient', message_key, address, role
  FROM recipient
  JOIN message USING (message_key)
  JOIN address ON address.address_id = recipient.address_id;

SELECT 'reference', target,
       (SELECT min(target) FROM reference
         WHERE reference.conversation_id = x.conversation_id)
  FROM reference AS x;

SELECT 'touch',
       (SELECT group_concat(address)
          FROM (SELECT address FROM address
                 WHERE address.person_id = x.person_id ORDER BY address)),
       at, source, direction, channel, recipients,
       (SELECT min(target) FROM reference
         WHERE reference.conversation_id = x.conversation_id),
       signs, day, ask_day
  FROM touch AS x;

SELECT 'person',
       (SELECT group_concat(address)
          FROM (SELECT address FROM address
                 WHERE address.person_id = x.person_id ORDER BY address)),
       contact, name, tracked, stage, ball, touches_out, touches_in,
       exchanges, attempts, first_at, last_at, progress, nos, phone,
       answer_within, judge_at, organisation, colleague, tags, cadence, dirty, others
  FROM person AS x;

SELECT 'verdict',
       (SELECT group_concat(address)
          FROM (SELECT address FROM address
                 WHERE address.person_id = x.person_id ORDER BY address)),
       (SELECT min(target) FROM reference
         WHERE reference.conversation_id = x.conversation_id),
       reason, since_at, due_at, lapse_at, rungs, source, sentence, quote
  FROM verdict AS x;
