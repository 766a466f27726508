"""Changes one byte of what a record states, at random: what `planfit verify` should find, measured.

    planfit batch list.csv -o scored.jsonl
    planfit verify scored.jsonl                              # honest: every one is verified
    python3 tests/bench/tamper.py scored.jsonl changed.jsonl # 1,000 records, each with one byte changed
    planfit verify changed.jsonl                             # 0 verified, 1000 not

A byte is a digit of a score or of points, or a letter or digit of a verdict, a clause, a label or a piece of evidence; the text of
the firm itself is left alone, since a record of another text is another record. Reproducible: a fixed seed.
"""

import json
import random
import sys

STATED = ("verdict", "confidence", "fits", "out_of_scope", "project")
COUNT = 1000


def leaves(value, path=()):
    """Every number and text under a value, with its path."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from leaves(item, (*path, place))
    elif isinstance(value, (int, float, str)) and not isinstance(value, bool):
        if any(c.isalnum() for c in str(value)):
            yield path, value


def changed(value, draw):
    """The same with one letter or digit another one."""
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    places = [at for at, c in enumerate(text) if c.isalnum()]
    while True:
        at = draw.choice(places)
        new = draw.choice("123456789" if text[at].isdigit() else "abcdefghijklmnopqrstuvwxyz电池材料")
        if new != text[at]:
            text = text[:at] + new + text[at + 1 :]
            return text if isinstance(value, str) else json.loads(text)


def main():
    source, target = sys.argv[1:3]
    draw = random.Random(2026)
    with open(source, encoding="utf-8") as lines:
        records = [line for line in lines if '"fits":[]' not in line]
    kinds = {}
    with open(target, "w", encoding="utf-8") as out:
        for line in draw.sample(records, COUNT):
            record = json.loads(line)
            all_leaves = [one for key in STATED for one in leaves(record.get(key), (key,))]
            path, value = draw.choice(all_leaves)
            at = record
            for step in path[:-1]:
                at = at[step]
            at[path[-1]] = changed(value, draw)
            kind = next(str(step) for step in reversed(path) if not isinstance(step, int))
            kinds[kind] = kinds.get(kind, 0) + 1
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items(), key=lambda one: -one[1])))


main()
