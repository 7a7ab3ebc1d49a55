"""Print the names of every morning for whoever tunes the rules."""
from datetime import timedelta

import scores
from replay import ZONE

ABOUT = """\
Columns: reason; who (+ for an outsider); age in days of the mail that it rests
on; how often this matter has been named by then; what came of it (>3: the next
mail with them was theirs, after 3 days; <3: the owner's own; . none in 60
days); marks; subject | sentence.

Marks: R10-16 the owner chased them on that day, within a week; =1 =0 =.5 a
name labelled so, on this morning; ~1 ~0 ~.5 the same within 7 days."""

FOLLOWED = timedelta(days=60)


def shown(text, width):
    """In one line, without what a terminal would obey."""
    text = ' '.join(''.join(
        c if c.isprintable() else ' ' for c in text).split())
    return text if len(text) <= width else text[:width - 1] + '…'


def outcome(box, name):
    mail = box.next_after(name.person, name.morning)
    if not mail or mail.at - name.morning > FOLLOWED:
        return '.'
    return '%s%d' % ('<' if mail.outgoing else '>',
                     (mail.at - name.morning).days)


def marks(name, chased, rows):
    found = ['R%s' % day.strftime('%m-%d') for person, day in chased
             if scores.is_week_before(name.morning, day) and
             name.is_person(person)]
    for sign, window in (('=', 0), ('~', 7)):
        labels = [row for row in rows if scores.is_labelled(row, name, window)]
        if labels:
            found += sorted({sign + ('%g' % float(row['wanted'])).lstrip('0')
                             if float(row['wanted']) else sign + '0'
                             for row in labels})
            break
    return ' '.join(found)


def who(box, name):
    """As tend calls them, and as the mail does where that says more."""
    address = (name.addresses or [name.contact])[0].lower()
    contact = name.contact.lower()
    text = name.contact if contact == address or not address else \
        '%s <%s>' % (name.contact, address)
    called, _, _ = name.person.partition('@')
    if ' ' in called and not all(word in text.lower()
                                 for word in called.split()):
        text += ' (%s)' % called
    return (' ' if box.is_colleague(address) else '+') + shown(text, 43)


def print_name(box, name, times, chased, rows, texts):
    rests_on = name.rests_on()
    mail = box.by_id.get(name.message_id)
    about = name.subject or (mail.subject if mail else '')
    age = '%dd' % (name.morning - rests_on).days if rests_on else '-'
    print('  %-13s %-44s %4s %3dx %-4s %-10s %s' % (
        name.reason, who(box, name), age, times, outcome(box, name),
        marks(name, chased, rows),
        shown('%s | %s' % (about, name.sentence), 110)))
    if texts and mail:
        print('%16s%s: %s' % ('', mail.file, shown(mail.text, 400)))


def print_mornings(box, mornings, names, chased, rows, choice,
                   texts):
    times, by_morning = {}, {morning: [] for morning in mornings}
    for name in names:
        times[name.matter] = times.get(name.matter, 0) + 1
        if choice(name):
            by_morning[name.morning].append((name, times[name.matter]))
    for morning, today in by_morning.items():
        if today:
            print('%s: %d' % (morning.strftime('%a %Y-%m-%d'), len(today)))
        for name, time in today:
            print_name(box, name, time, chased, rows, texts)


def print_history(box, wanted, names, day):
    """What there was with somebody to that day, and when tend named them."""
    persons = {person for person in box.touches if box.is_person(
        wanted, '', box.addresses[person])}
    mails = sorted((mail for person in persons
                    for mail in box.touches[person]
                    if mail.at.astimezone(ZONE).date() <= day),
                   key=lambda mail: mail.at)
    for mail in mails[-5:]:
        print('      %s %s %s | %s' % (
            mail.at.astimezone(ZONE).strftime('%m-%d %H:%M'),
            'out' if mail.outgoing else 'in ', shown(mail.subject, 40),
            shown(mail.text, 160)))
    said = ['%s %s' % (name.morning.strftime('%m-%d'), name.reason)
            for name in names if name.is_person(wanted) and
            name.morning.date() <= day]
    print('      named until then: %s' % (', '.join(said[-6:]) or 'never'))


def print_missed(box, names, chased, rows):
    """The regrets and wanted labels that no name came before."""
    seen = scores.foreseen(chased, names)
    print('\nChased, and not named in the week before:')
    for person, day in chased:
        if (person, day) not in seen:
            print('  %s %s' % (day, person))
            print_history(box, person, names, day)
    named, rows = scores.labelled(rows, box, names, 7)
    print('\nLabelled as wanted, and not named within 7 days:')
    for row in rows:
        if float(row['wanted']) == 1 and row not in named:
            print('  %s %s %s' % (row['morning'], row['reason'],
                                  row['contact']))


def print_all(box, mornings, names, chased, rows, choice, texts, missed):
    print(ABOUT + '\n')
    rows = [row for row in rows if row['mailbox'] == box.name]
    print_mornings(box, mornings, names, chased, rows, choice, texts)
    if missed:
        print_missed(box, names, chased, rows)
