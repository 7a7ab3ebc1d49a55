"""The scores of the replay, each with invented mail that it can be wrong on.

Speaks TAP.  The owner is me@example.org; mornings are those of March 2026.
"""
import contextlib
import io
import json
import os
import stat
import sys
import tempfile
import traceback
from datetime import date, datetime, timedelta, timezone

sys.dont_write_bytecode = True  # the sources may be read-only
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import figures
import refmail
import replay
import scores

ME = 'me@example.org'
LABELS = ('mailbox', 'who', 'reason', 'morning', 'contact', 'wanted')


def day(number, hour=12):
    """That hour of the day, on the n-th of March, or days before it."""
    return datetime(2026, 3, 1, hour, tzinfo=timezone.utc) + timedelta(
        days=number - 1)


def morning(number):
    return datetime(2026, 3, number, 7, 30, tzinfo=replay.ZONE)


def came(sender, number, text='', to=(ME,), **more):
    return refmail.Mail(day(number), sender, list(to), text=text, **more)


def went(person, number, text='', **more):
    return refmail.Mail(day(number), ME, [person], text=text, outgoing=True,
                        **more)


def box_of(*mails, names=()):
    return refmail.Box('invented', [ME], mails, names)


def named(box, number, address, reason='they-owe', **more):
    line = dict({'contact': address, 'addresses': [address],
                 'reason': reason, 'named': True}, **more)
    return replay.Name(box, morning(number), line)


def label(number, contact, wanted, reason='they-owe', mailbox='invented'):
    return dict(zip(LABELS, (mailbox, 'EXT', reason,
                             '2026-03-%02d' % number, contact, wanted)))


def equal(wanted, got):
    if wanted != got:
        raise AssertionError('wanted %r, got %r' % (wanted, got))


# ---- who is who ----

def test_persons():
    box = box_of(names=[('z..byron@example.com', 'Byron, Ada K. </O=EX>'),
                        ('ada.byron@example.com', 'Ada Byron'),
                        ('ada@example.net', '"Ada Byron" <ada@example.net>')])
    for wanted, contact, addresses, answer in (
            ('ada byron', 'Byron, Ada', ['x@example.com'], True),
            ('ada byron', '', ['ada.byron@example.com'], True),
            ('ada byron', '', ['z..byron@example.com'], True),
            ('ada byron', '', ['q@example.com', 'ADA.Byron@example.com'],
             True),
            ('ada byron', '', ['ada.smith@example.com',
                               'carl.byron@example.com'], False),
            ('ada byron', 'Ada Smith', ['x@example.com'], False),
            ('ada byron@example', '', ['ada.byron@example.com'], True),
            ('ada byron@example', '', ['ada.byron@mail.example'], True),
            ('ada byron@elsewhere', 'Ada Byron', ['ada.byron@example.com'],
             False),
            ('ada.byron@example.com', '', ['z..byron@example.com'], True),
            ('ada.byron@example.com', '', ['ada@example.net'], False),
            ('', 'Ada', ['ada@example.net'], False)):
        equal((wanted, addresses, answer),
              (wanted, addresses, box.is_person(wanted, contact, addresses)))
    equal('ada byron@example.com', box.person('Z..Byron@example.com'))
    equal('ann@example.com', box.person('ann@example.com'))


def test_new_text():
    for text, wanted in (
            ('Fine.\n> Is it?\nYes', 'Fine.\nYes'),
            ('Fine.\n-----Original Message-----\nIs it?', 'Fine.'),
            ('Fine.\n\nAda Byron\n04/05/2026 08:19 AM\nIs it?',
             'Fine.\n\nAda Byron'),
            ('Fine.\nOn Monday Ada wrote:\nIs it?', 'Fine.')):
        equal(wanted, refmail.new_text(text))


def test_touches():
    crowd = ['p%d@example.com' % i for i in range(11)]
    box = box_of(came('ada@example.com', 1), came('ada@example.com', 2,
                                                  to=crowd),
                 went('ada@example.com', 3), went(ME, 4))
    equal({'ada@example.com'}, set(box.touches))
    equal(2, len(box.touches['ada@example.com']))
    equal(1, len(box.before('ada@example.com', day(3))))
    equal(1, box.count('ada@example.com', day(1), day(3)))
    equal(day(3), box.next_after('ada@example.com', day(3)).at)
    equal(None, box.next_after('ada@example.com', day(4)))


# ---- regrets ----

def test_regrets():
    box = box_of()
    rows = [dict(mailbox=mailbox, date='2026-03-12', person='ada byron',
                 kind=kind)
            for mailbox, kind in (('invented', 'chaser'), ('other', 'chaser'),
                                  ('invented', 'late-answer'))]
    chased = scores.chasers(rows, box)
    equal([('ada byron', date(2026, 3, 12))], chased)
    for number, found in ((4, 0), (5, 1), (11, 1), (12, 0), (13, 0)):
        equal((number, found), (number, len(scores.foreseen(
            chased, [named(box, number, 'ada.byron@example.com')]))))
    equal([], scores.foreseen(chased, [named(box, 9, 'carl@example.com')]))


def simple(title, *mails, count=2, number=10):
    box = box_of(*mails)
    holds = dict(scores.SIMPLE)[title]
    return [name.person.partition('@')[0] for name in scores.simple_names(
        box, {morning(number): count}, holds)]


def test_simple_rules():
    mails = (came('a@example.com', 8), went('b@example.com', 9, 'Yes?'),
             came('c@example.com', 2, 'Well?'), came('d@example.com', 3),
             went('d@example.com', 4), came('e@example.com', 1),
             refmail.Mail(day(10, 13), 'f@example.com', [ME]),
             came('c@example.com', 11))
    equal(['a', 'c'], simple('last mail is theirs', *mails))
    equal(['a', 'c', 'e'],
          simple('last mail is theirs', *mails, count=9))
    equal(['d', 'c'], simple('last mail over 3 days old', *mails))
    equal(['b', 'c'], simple('question mark in last mail', *mails))
    equal(['b', 'a', 'd'], simple('newest person', *mails, count=3))
    equal([], simple('newest person', *mails, count=0))


# ---- budget ----

def test_budget():
    box = box_of(came('ada@example.com', 1, message_id='old@example.com'))
    names = [named(box, number, 'ada@example.com', conversation='one')
             for number in (2, 3, 3)]
    names.append(named(box, 3, 'ada@example.com', conversation='two'))
    names.append(named(box, 3, 'carl@example.com', conversation='one'))
    counts = scores.per_morning([morning(n) for n in (2, 3, 4)], names)
    equal([1, 4, 0], list(counts.values()))
    equal((('one', 'ada@example.com'), 3), scores.often(names))
    equal((None, 0), scores.often([]))
    for part, wanted in ((90, 9), (50, 5), (91, 10), (100, 10), (1, 1)):
        equal(wanted, scores.quantile(range(10, 0, -1), part))
    equal(None, scores.quantile([], 90))


def test_old():
    box = box_of(came('ada@example.com', 1, message_id='old@example.com'),
                 came('ada@example.com', 2, message_id='new@example.com'))
    # 30 days before the morning it is 12:30 UTC on the first.
    old = [named(box, 31, 'ada@example.com', **line) for line in (
        {'message_id': '<old@example.com>'},
        {'message_id': 'old@example.com', 'since': '2026-03-30T12:00:00Z'},
        {'since': '2026-03-01T12:29:59Z'})]
    new = [named(box, 31, 'ada@example.com', **line) for line in (
        {'message_id': 'new@example.com', 'since': '2026-01-01T12:00:00Z'},
        {'since': '2026-03-01T12:30:00Z'}, {})]
    equal(old, scores.old(old + new))


# ---- lift ----

def peer(name, revives, silent=5, mails=1):
    """Mail with somebody up to so many days before the 20th, and after."""
    address = name + '@example.com'
    return [came(address, 19 - silent - i) for i in range(mails)] + [
        came(address, 34 if revives else 35)]


def test_lift():
    box = box_of(*peer('ada', True), *peer('ben', False), *peer('cid', True),
                 *peer('dan', False), *peer('eve', False),
                 *peer('fay', True, silent=12),
                 *peer('gus', True, mails=3),
                 *peer('hal', True, mails=12))
    lifts = scores.lift(box, [
        named(box, 20, 'ada@example.com', 'they-owe'),
        named(box, 20, 'ada@example.com', 'they-owe', conversation='other'),
        named(box, 20, 'ben@example.com', 'you-owe'),
        named(box, 20, 'hal@example.com', 'you-owe'),
        named(box, 20, 'nobody@example.com', 'you-owe')])
    they, you, both = (lifts[r] for r in ('they-owe', 'you-owe', ''))
    # Like ada and ben: cid, who revives, dan and eve, who do not.
    equal((1, 1, 0), (they.named, they.revived, they.alone))
    equal(3.0, round(they.value(), 6))
    equal((1, 0, 2), (you.named, you.revived, you.alone))
    equal(0.0, you.value())
    equal((2, 1, 2), (both.named, both.revived, both.alone))
    equal(1.5, round(both.value(), 6))
    equal(None, scores.Lift().value())
    they.add(you)
    equal((2, 1, 2, 1.5), (they.named, they.revived, they.alone,
                           round(they.value(), 6)))


def test_buckets():
    for value, wanted in ((0, 0), (3, 2), (4, 3), (7, 3), (8, 4), (999, 4)):
        equal(wanted, scores.bucket(value, (0, 1, 2, 4, 8)))
    box = box_of(came('ada@example.com', -99), came('ada@example.com', 9))
    equal((2, 1), scores.likeness(box, 'ada@example.com', morning(11)))
    equal(None, scores.likeness(box, 'ben@example.com', morning(11)))


# ---- labels ----

def test_labels():
    box = box_of()
    rows = [label(10, 'ada@example.com', '1'),
            label(10, 'ada@example.com', '0', reason='you-owe'),
            label(10, 'ada@example.com', '0', mailbox='other'),
            label(10, 'ben cox@example', '0.5'),
            label(10, 'eve@example.com', '1')]
    names = [named(box, 17, 'ada@example.com'),
             named(box, 10, 'ben.cox@example.com')]
    for window, found in ((0, [rows[3]]), (6, [rows[3]]),
                          (7, [rows[0], rows[3]])):
        hit, known = scores.labelled(rows, box, names, window)
        equal((window, found), (window, hit))
        equal(4, len(known))
    equal((1.5, 2), scores.wanted([rows[0], rows[3]]))
    equal(75.0, scores.share(*scores.wanted([rows[0], rows[3]])))
    equal(None, scores.share(*scores.wanted([])))


# ---- the replay itself ----

FAKE = '''#!/bin/sh
# Says what it was asked, and names whoever has a file.
echo "$TEND_NOW $(date +%H:%M) $*" >>"$HOME/asked"
[ "$1" = rebuild ] && touch rebuilt
[ "$1" = stalled ] || exit 0
[ "$*" != 'stalled --json --waiting' ] || {
	echo "{\\"contact\\": \\"$(ls rebuilt)\\"}"
	exit 0
}
[ -d mail ] || exit 1
for file in mail/*/*; do
	echo "{\\"contact\\": \\"$file\\", \\"reason\\": \\"$(
		stat -c %Y "$file")\\"}"
done
'''


def test_replay():
    # 5 March is a Thursday; 07:30 in Chicago is 13:30 UTC, from the 8th 12:30.
    mails = [refmail.Mail(at, 'ada@example.com', [ME], file=file)
             for at, file in ((day(5, 14), 'Trash/1.eml'),
                              (day(6, 14), 'Sent/2.eml'),
                              (day(9, 12), 'INBOX/3.eml'),
                              (day(9, 13), 'INBOX/4.eml'))]
    with tempfile.TemporaryDirectory() as top:
        for mail in mails:
            os.makedirs(os.path.dirname(top + '/s/' + mail.file),
                        exist_ok=True)
            with open(top + '/s/' + mail.file, 'w') as out:
                out.write('Subject: invented\n\n')
        with open(top + '/tend', 'w') as out:
            out.write(FAKE)
        os.chmod(top + '/tend', stat.S_IRWXU)
        replay.replay(top + '/tend', top + '/home', box_of(*mails),
                      top + '/s', date(2026, 3, 5), date(2026, 3, 9))
        lines = replay.kept_lines(top + '/home')
        equal([{'contact': ''}, {'contact': 'rebuilt'}],
              replay.rebuilt_lines(top + '/home'))
        with open(top + '/home/asked') as asked:
            asked = [line.split() for line in asked]
    thursday, friday, monday = ('@%d' % at.timestamp() for at in (
        datetime(2026, 3, 5, 13, 30, tzinfo=timezone.utc),
        datetime(2026, 3, 6, 13, 30, tzinfo=timezone.utc),
        datetime(2026, 3, 9, 12, 30, tzinfo=timezone.utc)))
    equal([[thursday, 'stalled', '--json'],
           [friday, 'ingest', 'mail/INBOX/1.eml'],
           [friday, 'stalled', '--json'],
           [monday, 'ingest', 'mail/Sent/2.eml', 'mail/INBOX/3.eml'],
           [monday, 'stalled', '--json']],
          [[line[0]] + line[2:] for line in asked[:5]])
    equal([monday] * 5, [line[0] for line in asked[5:]])
    equal([('2026-03-06', 'mail/INBOX/1.eml'),
           ('2026-03-09', 'mail/INBOX/1.eml'),
           ('2026-03-09', 'mail/INBOX/3.eml'),
           ('2026-03-09', 'mail/Sent/2.eml')],
          [(line['morning'][:10], line['contact']) for line in lines])
    equal(str(int(day(5, 14).timestamp())), lines[0]['reason'])


def test_named():
    at = morning(9).isoformat()
    lines = [json.loads(text) for text in (
        '{"contact": "a", "addresses": ["a@example.com"], "named": true}',
        '{"contact": "b", "addresses": ["b@example.com"], "named": false}',
        '{"name": "c", "address": "c@example.com"}')]
    for line in lines:
        line['morning'] = at
    names = replay.names_of(box_of(), lines)
    equal(['a', 'c@example.com'], [name.contact for name in names])
    equal(['c@example.com'], names[1].addresses)
    equal(morning(9), names[0].morning)
    # Where nothing is ever named, it means what a digest did.
    equal(1, len(replay.names_of(box_of(), lines[1:2])))


# ---- the table ----

def test_figures():
    with tempfile.TemporaryDirectory() as top:
        figures.FIGURES = top + '/figures.tsv'
        equal({}, figures.kept())
        figures.keep({'advice, a': '1', 'mime, b': '2', 'advice, c': '3'},
                     lambda key: True)
        figures.keep({'advice, c': '4', 'advice, d': '5'},
                     lambda key: key.startswith('advice'))
        equal([('mime, b', '2'), ('advice, c', '4'), ('advice, d', '5')],
              list(figures.kept().items()))


def test_rows():
    for value, sign, goal, holds in (
            (3, '>=', 3, True), (2, '>=', 3, False), (3, '<=', 3, True),
            (4, '<=', 3, False), (3, '>', 3, False), (4, '>', 3, True),
            (None, '>=', 3, False), (None, '', None, False),
            (1, '', None, True)):
        new = {}
        with contextlib.redirect_stdout(io.StringIO()) as out:
            got = figures.row({'set, name': '7'}, new, 'set', 'name', value,
                              sign, goal)
        equal((value, sign, holds), (value, sign, got))
        equal(holds, 'SHORT' not in out.getvalue())
        equal(True, ' 7 ' in out.getvalue())
        equal('-' if value is None else '%d.0' % value, new['set, name'])


def main():
    tests = [(name[5:].replace('_', ' '), test)
             for name, test in globals().items() if name.startswith('test_')]
    print('1..%d' % len(tests))
    failed = 0
    for number, (name, test) in enumerate(tests, 1):
        try:
            test()
            print('ok %d - %s' % (number, name))
        except Exception:  # each one is that test's failure
            failed += 1
            print('not ok %d - %s' % (number, name))
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
