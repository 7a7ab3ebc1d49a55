"""Drive tend through the mornings of a reference mailbox.

Every weekday at 07:30 the mail that has arrived since is taken in with
`tend ingest`, in a home of its own and with the clock held still, and
`tend stalled --json` says whom it names.  Nothing is delivered.  In the end
`tend rebuild` judges everything anew, which must change nothing.

Mail lies in folders as the mailbox has them, but for the trash: what lies
there came to the inbox, and nobody knows when it was thrown away.
"""
import json
import os
import shutil
import subprocess
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

# Quoted headers tell the same minute as the Date, five or six hours west.
ZONE = ZoneInfo('America/Chicago')

MORNING = time(7, 30)

# The longest that one call of tend may take, in seconds.
LIMIT = 300


class Name:
    """A matter on a morning's list."""

    def __init__(self, box, morning, line):
        self.box, self.morning = box, morning
        self.reason = line.get('reason') or ''
        self.contact = line.get('contact') or line.get('address') or ''
        self.addresses = line.get('addresses') or [
            address for address in [line.get('address')] if address]
        self.others = line.get('with') or []  # told of on the same line
        self.named = line.get('named', True)
        self.since = _time(line.get('since'))
        self.due_at = _time(line.get('due_at'))
        self.message_id = (line.get('message_id') or '').strip('<>')
        self.conversation = line.get('conversation') or self.message_id
        self.subject = line.get('subject') or ''
        self.sentence = line.get('sentence') or ''

    @property
    def person(self):
        """Of several addresses, whose there is most mail of."""
        persons = map(self.box.person, self.addresses or [self.contact])
        return max(persons, key=lambda person: (
            len(self.box.touches.get(person, ())), person))

    @property
    def matter(self):
        return (self.conversation, self.person)

    def rests_on(self):
        """When the mail that it rests on was written."""
        mail = self.box.by_id.get(self.message_id)
        return mail.at if mail else self.since

    def is_person(self, wanted):
        return self.box.is_person(wanted, self.contact, self.addresses) or \
            any(self.box.is_person(wanted, other, [other])
                for other in self.others)


def _time(text):
    return datetime.fromisoformat(text.replace('Z', '+00:00')) \
        if text else None


def mornings(first, last):
    """07:30 on each weekday from first to last, dates both."""
    day = first
    while day <= last:
        if day.weekday() < 5:
            yield datetime.combine(day, MORNING, ZONE)
        day += timedelta(days=1)


class Home:
    """A private home with a mailbox of files."""

    def __init__(self, tend, top, box, source):
        self.tend, self.top, self.source = os.path.abspath(tend), top, source
        self.env = dict(os.environ, HOME=top, NO_COLOR='1', TZ='UTC',
                        LC_ALL='C.UTF-8', XDG_CONFIG_HOME=top + '/config',
                        XDG_DATA_HOME=top + '/data',
                        XDG_STATE_HOME=top + '/state',
                        XDG_CACHE_HOME=top + '/cache')
        self.env.setdefault('TEND_WORKER', self.tend + '-worker')
        self.env.pop('DBUS_SESSION_BUS_ADDRESS', None)
        os.makedirs(top + '/config/tend')
        with open(top + '/config/tend/config', 'w', encoding='utf8') as out:
            out.write('[tend]\ntime-zone = %s\n\n[account me]\n'
                      'identities = %s\nfolders = *\n' %
                      (ZONE.key, ';'.join(sorted(box.identities))))

    def deliver(self, mail):
        """Put a mail into its folder; its path from the home."""
        folder, _, name = mail.file.rpartition('/')
        folder = 'mail/' + ('INBOX' if folder in ('', 'Trash') else folder)
        os.makedirs(os.path.join(self.top, folder), exist_ok=True)
        path = os.path.join(self.top, folder, name)
        shutil.copyfile(os.path.join(self.source, mail.file), path)
        os.utime(path, (mail.at.timestamp(), mail.at.timestamp()))
        return folder + '/' + name

    def run(self, at, *arguments, fine=(0,)):
        env = dict(self.env, TEND_NOW='@%d' % at.timestamp())
        run = subprocess.run([self.tend, *arguments], cwd=self.top, env=env,
                             stdin=subprocess.DEVNULL, timeout=LIMIT,
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if run.returncode not in fine:
            raise RuntimeError('tend %s: status %d: %s' % (
                arguments[0], run.returncode,
                run.stderr.decode(errors='replace').strip()[-500:]))
        return run.stdout.decode(errors='replace')

    def stalled(self, at, *options):
        # 1 says that nobody is named.
        said = self.run(at, 'stalled', '--json', *options, fine=(0, 1))
        return [json.loads(line) for line in said.splitlines()]


def replay(tend, top, box, source, first, last):
    """Play all mornings in a new home, and leave there what kept_lines and
    rebuilt_lines read."""
    home = Home(tend, top, box, source)
    lines, arrived = [], 0
    for morning in mornings(first, last):
        paths = []
        while arrived < len(box.mails) and box.mails[arrived].at < morning:
            paths.append(home.deliver(box.mails[arrived]))
            arrived += 1
        if paths:
            home.run(morning, 'ingest', *paths)
        lines += [dict(line, morning=morning.isoformat())
                  for line in home.stalled(morning)]
    grown = home.stalled(morning) + home.stalled(morning, '--waiting')
    home.run(morning, 'rebuild')
    rebuilt = home.stalled(morning) + home.stalled(morning, '--waiting')
    _write(top + '/names.jsonl', lines)
    _write(top + '/rebuilt.jsonl',
           [line for line in grown if line not in rebuilt] +
           [line for line in rebuilt if line not in grown])


def _write(path, lines):
    with open(path, 'w', encoding='utf8') as out:
        for line in lines:
            out.write(json.dumps(line) + '\n')


def _read(path):
    with open(path, encoding='utf8') as lines:
        return [json.loads(line) for line in lines]


def kept_lines(top):
    """The JSON objects of each morning, with their morning."""
    return _read(top + '/names.jsonl')


def rebuilt_lines(top):
    """Those of the last morning, waiting ones too, that a rebuild changed."""
    return _read(top + '/rebuilt.jsonl')


def names_of(box, lines):
    """The names that fall on each morning.

    A line that says it is not named that morning is left out.  Where no line
    of a whole replay says that it is, "named" means something else, namely
    that a digest named it, and every line counts.
    """
    names = [Name(box, datetime.fromisoformat(line['morning']), line)
             for line in lines]
    for name in names:
        name.morning = name.morning.astimezone(ZONE)
    if not any(name.named for name in names):
        return names
    return [name for name in names if name.named]
