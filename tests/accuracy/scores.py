"""What the names of many mornings are worth.

All of it is pure: a mailbox (refmail.Box), its mornings, and the names that
fell on them (replay.Name, or anything with the same members).
"""
from collections import Counter, defaultdict
from datetime import date, timedelta

WEEK = 7
OLD = timedelta(days=30)
REVIVES = timedelta(days=14)
RECENT = timedelta(days=90)

# Equal silence and frequency: days since the last mail with somebody, mails in
# the 90 days before.  Each bucket reaches from its number to the next one.
SILENCE = (0, 1, 2, 4, 8, 15, 31, 61, 121)
FREQUENCY = (0, 1, 2, 4, 10, 30)


# ---- regrets ----

def is_week_before(morning, day):
    return 1 <= (day - morning.date()).days <= WEEK


def chasers(rows, box):
    """The rows (person, date) on which the owner chased somebody."""
    return [(row['person'], date.fromisoformat(row['date'])) for row in rows
            if row['mailbox'] == box.name and row['kind'] == 'chaser']


def foreseen(chased, names):
    """Of the rows of chasers, those named in the seven days before."""
    return [(person, day) for person, day in chased
            if any(is_week_before(name.morning, day) and
                   name.is_person(person) for name in names)]


# ---- simple rules, for comparison ----

class Simple:
    """A name that a simple rule gives."""

    def __init__(self, box, morning, person):
        self.box, self.morning, self.person = box, morning, person

    def is_person(self, wanted):
        return self.box.is_person(wanted, '', self.box.addresses[self.person])


SIMPLE = (
    ('last mail is theirs', lambda last, morning: not last.outgoing),
    ('last mail over 3 days old',
     lambda last, morning: morning - last.at > timedelta(days=3)),
    ('question mark in last mail',
     lambda last, morning: '?' in last.text),
    ('newest person', lambda last, morning: True),
)


def simple_names(box, counts, holds):
    """The names of a simple rule: on each morning as many as in counts.

    Of the persons whose last mail the rule holds for, in either direction and
    not in a crowd, those whose last mail is the newest.  They come again every
    morning, as long as they are among these.
    """
    names = []
    for morning, count in counts.items():
        last = [(mails[-1].at, person, mails[-1]) for person, mails in
                ((person, box.before(person, morning))
                 for person in box.touches) if mails]
        last = sorted(((at, person) for at, person, mail in last
                       if holds(mail, morning)), reverse=True)
        names += [Simple(box, morning, person) for _, person in last[:count]]
    return names


# ---- budget ----

def per_morning(mornings, names):
    """How many names fall on each morning, none too."""
    counts = {morning: 0 for morning in mornings}
    for name in names:
        counts[name.morning] += 1
    return counts


def quantile(values, part):
    """The smallest value that this part of the values does not exceed."""
    values = sorted(values)
    at = -(-len(values) * part // 100) - 1  # in per cent, rounded up
    return values[max(0, int(at))] if values else None


def often(names):
    """The matter that was named most often, and how often."""
    counts = Counter(name.matter for name in names)
    return counts.most_common(1)[0] if counts else (None, 0)


def old(names):
    """The names that rest on mail older than 30 days."""
    return [name for name in names if name.rests_on() and
            name.morning - name.rests_on() > OLD]


# ---- lift ----

def bucket(value, steps):
    return max((at for at, step in enumerate(steps) if value >= step),
               default=0)


def likeness(box, person, morning):
    """What people are compared by; None when there is no mail with them."""
    mails = box.before(person, morning)
    if not mails:
        return None
    return (bucket((morning - mails[-1].at).days, SILENCE),
            bucket(box.count(person, morning - RECENT, morning), FREQUENCY))


def revives(box, person, morning):
    mail = box.next_after(person, morning)
    return bool(mail) and mail.at - morning <= REVIVES


class Lift:
    """Named people against those like them who were not named."""

    def __init__(self):
        self.named = self.revived = 0
        self.expected = 0.0
        self.alone = 0  # nobody like them: not counted

    def add(self, other):
        self.named += other.named
        self.revived += other.revived
        self.expected += other.expected
        self.alone += other.alone

    def value(self):
        return self.revived / self.expected if self.expected else None


def lift(box, names):
    """By reason, and under '' of all: each person once a morning."""
    mornings, lifts = defaultdict(set), defaultdict(Lift)
    for name in names:
        mornings[name.morning].add((name.person, name.reason))
    for morning, named in mornings.items():
        persons = {person for person, _ in named}
        alike = defaultdict(list)
        for person in box.touches:
            if person not in persons:
                alike[likeness(box, person, morning)].append(
                    revives(box, person, morning))
        for person, reason in named | {(person, '') for person in persons}:
            _compare(lifts[reason], box, person, morning, alike)
    return lifts


def _compare(result, box, person, morning, alike):
    like = likeness(box, person, morning)
    others = alike.get(like) if like else None
    if not others:
        result.alone += 1
        return
    result.named += 1
    result.revived += revives(box, person, morning)
    result.expected += sum(others) / len(others)


# ---- labels ----

def labelled(rows, box, names, window):
    """The labelled rows that are named too: same person and reason, at most
    so many days from the labelled morning.  (named rows, all rows)."""
    rows = [row for row in rows if row['mailbox'] == box.name]
    return [row for row in rows if
            any(is_labelled(row, name, window) for name in names)], rows


def is_labelled(row, name, window):
    apart = (date.fromisoformat(row['morning']) - name.morning.date()).days
    return (abs(apart) <= window and name.reason == row['reason'] and
            name.is_person(row['contact']))


def wanted(rows):
    """How much of the rows is wanted, and how many there are."""
    return sum(float(row['wanted']) for row in rows), len(rows)


def share(part, whole):
    """As per cent; None of nothing."""
    return 100.0 * part / whole if whole else None
