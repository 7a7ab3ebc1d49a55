"""The table of figures: what is to be reached, was kept, and is now."""
import operator
import os
import sys

SOURCE = os.path.abspath(os.environ.get('G_TEST_SRCDIR') or
                         os.path.join(os.path.dirname(__file__), '../..'))
TEND = os.environ.get('TEND', './tend')
CORPORA = os.environ.get('TEND_CORPORA') or SOURCE + '/../shared/corpora'
FIGURES = SOURCE + '/tests/accuracy/figures.tsv'

HOLDS = {'>=': operator.ge, '<=': operator.le, '>': operator.gt}


def skip(why):
    print('accuracy: skipped: ' + why)
    sys.exit(0)


def kept():
    try:
        with open(FIGURES, encoding='utf8') as lines:
            return dict(line.rstrip('\n').rsplit('\t', 1) for line in lines
                        if line.strip() and not line.startswith('#'))
    except FileNotFoundError:
        return {}


def keep(new, mine):
    """Keep the new figures; mine(key) says which old ones they replace."""
    figures = {key: new.get(key, text) for key, text in kept().items()
               if key in new or not mine(key)}
    figures.update(new)
    with open(FIGURES, 'w', encoding='utf8') as out:
        out.write('# What `make accuracy` printed when this was kept.\n')
        for key, text in figures.items():
            out.write('%s\t%s\n' % (key, text))


def form(value, goal, places=None):
    if value is None:
        return '-'
    if places is None:
        places = 3 if goal is not None and 0.5 < goal < 1 else 1
    return '%.*f' % (places, value)


def header():
    print('%-19s %-38s %9s %7s %7s' % ('set', 'figure', 'to reach', 'before',
                                       'now'))


def row(old, new, part, name, value, sign, goal, places=None):
    """Print a row, and put it into new.  Whether it is what it should be."""
    key = part + ', ' + name
    text = form(value, goal, places)
    new[key] = text
    holds = value is not None and (goal is None or HOLDS[sign](value, goal))
    print('%-19s %-38s %9s %7s %7s  %s' % (
        part, name, '' if goal is None else '%s %g' % (sign, goal),
        old.get(key, '-'), text, '' if holds else 'SHORT'))
    return holds
