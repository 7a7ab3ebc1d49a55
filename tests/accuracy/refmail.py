"""A reference mailbox: its mail, and who is who in it."""
import csv
import email
import email.policy
import os
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from datetime import datetime, timezone
from email.utils import getaddresses

# More people in To are a crowd, and say nothing about any of them.
CROWD = 10

# A mail without a Date has one of the epoch that its program knows.
EARLIEST = datetime(1990, 1, 1, tzinfo=timezone.utc)

QUOTED_FROM_HERE = re.compile(
    r'^\s*(-+ ?(Original Message|Forwarded by|Original Appointment)'
    r'|From:|To:|Sent:|_{20,}'
    r'|On .* wrote:\s*$|.*\d\d/\d\d/(20)?\d\d \d\d:\d\d(:\d\d)? [AP]M)',
    re.I)


class Mail:
    """One message.  People are addresses in lower case."""

    def __init__(self, at, sender, to, cc=(), subject='', text='',
                 message_id='', file='', outgoing=False):
        self.at, self.sender, self.to, self.cc = at, sender, to, cc
        self.subject, self.text, self.file = subject, text, file
        self.message_id, self.outgoing = message_id, outgoing


def new_text(body):
    """What the author wrote: up to the first thing quoted."""
    lines = []
    for line in body.splitlines():
        if QUOTED_FROM_HERE.match(line):
            break
        if not line.lstrip().startswith('>'):
            lines.append(line)
    return '\n'.join(lines)


def words(name):
    """The words of a name, without initials; "Last, First" turned round."""
    name = re.sub(r'<.*|\(.*?\)|["\']|/.*|@.*', ' ', name)
    last, comma, first = name.partition(',')
    if comma:
        name = first + ' ' + last
    return tuple(re.findall(r'[^\W\d_]{2,}', name.lower()))


def organisation(address):
    """The last two labels of the domain: enough for this mail."""
    return '.'.join(address.rpartition('@')[2].split('.')[-2:])


class Box:
    """The mail in order of time, and the people whom it is exchanged with.

    Somebody with several addresses is one person where the mail names them
    with the same first and last name in one organisation.
    """

    def __init__(self, name, identities, mails, names=()):
        self.name = name
        self.identities = {me.lower() for me in identities}
        self.mails = sorted(mails, key=lambda mail: (mail.at, mail.file))
        self.by_id = {mail.message_id: mail for mail in self.mails
                      if mail.message_id}
        self._names = defaultdict(Counter)
        for address, name in names:
            if len(words(name)) > 1:
                self._names[address][words(name)] += 1
        self._persons = {}
        self.addresses = defaultdict(set)  # of each person
        self.touches = defaultdict(list)   # of each person: mails with them
        for mail in self.mails:
            for person in self._others(mail):
                self.touches[person].append(mail)
        self._times = {person: [mail.at for mail in mails]
                       for person, mails in self.touches.items()}

    def _others(self, mail):
        """The persons whom a mail is a touch of: crowds are none."""
        if len(mail.to) > CROWD:
            return set()
        people = mail.to if mail.outgoing else [mail.sender]
        return {self.person(address) for address in people
                if address and address not in self.identities}

    def person(self, address):
        """Who it is: "first last@organisation", or just the address."""
        address = address.lower()
        if address not in self._persons:
            known = self._names[address].most_common(1)
            name = known[0][0] if known else words(
                address.partition('@')[0].replace('.', ' '))
            person = '%s %s@%s' % (name[0], name[-1], organisation(address)) \
                if len(name) > 1 else address
            self._persons[address] = person
            self.addresses[person].add(address)
        return self._persons[address]

    def is_person(self, wanted, contact, addresses):
        """Whether a contact is the person that the labels mean.

        They say an address, "first last", or "first last@organisation".  An
        address is meant when it, or another of the same person, is one of the
        contact's; a name when all its words are in the contact's name, in one
        of its addresses, or in what mail from or to that address calls it:
        "jason williams" is "Williams, Jason R" and jason.williams@.
        """
        addresses = [address.lower() for address in addresses]
        name, at, domain = wanted.lower().partition('@')
        if at and '.' in domain:
            return wanted.lower() in addresses or self.person(wanted) in {
                self.person(address) for address in addresses}
        addresses = [address for address in addresses if not at or
                     domain in address.rpartition('@')[2].split('.')]
        called = [words(contact)] if addresses or not at else []
        for address in addresses:
            called.append(words(re.sub(r'[._-]', ' ',
                                       address.partition('@')[0])))
            called.extend(self._names[address])
        return bool(words(name)) and any(
            set(words(name)) <= set(known) for known in called)

    def before(self, person, when):
        """The mails with somebody before that time, oldest first."""
        times = self._times.get(person, ())
        return self.touches.get(person, [])[:bisect_left(times, when)]

    def count(self, person, start, end):
        """How many mails with somebody from start on, before end."""
        times = self._times.get(person, ())
        return bisect_left(times, end) - bisect_left(times, start)

    def next_after(self, person, when):
        """The first mail with somebody at or after that time, or None."""
        times = self._times.get(person, ())
        at = bisect_left(times, when)
        return self.touches[person][at] if at < len(times) else None

    def is_colleague(self, address):
        return organisation(address) in map(organisation, self.identities)


def _addresses(message, field):
    return [address.lower() for _, address in
            getaddresses([str(value) for value in message.get_all(field, [])])
            if address]


def _text(message):
    for part in message.walk():
        if part.get_content_type() == 'text/plain':
            payload = part.get_payload(decode=True) or b''
            return new_text(payload.decode('latin-1'))
    return ''


def table(path):
    """The rows of a tab-separated file with a line of headings."""
    with open(path, encoding='utf8') as lines:
        return list(csv.DictReader(lines, delimiter='\t',
                                   quoting=csv.QUOTE_NONE))


def read(corpora, name):
    """The mailbox in the folder mailbox-NAME.  Mail without a date is left
    out: nobody knows on which morning it was there."""
    top = '%s/mailbox-%s' % (corpora, name)
    with open(top + '/me.txt', encoding='utf8') as lines:
        identities = [line.strip().lower() for line in lines if line.strip()]
    mails, names = [], []
    for row in table(top + '/labels.tsv'):
        at = datetime.fromisoformat(row['date_utc'].replace('Z', '+00:00')) \
            if row['date_utc'] else None
        if not at or at < EARLIEST:
            continue
        with open(os.path.join(top, row['file']), 'rb') as data:
            message = email.message_from_binary_file(
                data, policy=email.policy.compat32)
        sender = (_addresses(message, 'From') or [''])[0]
        to = _addresses(message, 'To')
        mails.append(Mail(
            at, sender, to, _addresses(message, 'Cc'),
            ' '.join(str(message['Subject'] or '').split()), _text(message),
            str(message['Message-ID'] or '').strip().strip('<>'),
            row['file'], sender in identities))
        # The mail programs of that time kept names out of the real headers.
        names.append((sender, str(message['X-From'] or '')))
        if len(to) == 1:
            names.append((to[0], str(message['X-To'] or '')))
    return Box(name, identities, mails, names)
