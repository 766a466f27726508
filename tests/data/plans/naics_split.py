"""Splits the index of NAICS 2017 (a class and a phrase a line, with a tab between) by a fixed rule: a phrase whose CRC-32 divided by
five leaves nothing is set apart.

Writes `naics.csv`, a sheet for `planfit taxonomy init`; `naics-labelled.jsonl`, companies with a phrase of the sheet each as their
only product, for `planfit adapt`; and `naics-held-out.jsonl`, companies with the other phrases, for `planfit eval`:

    python3 naics_split.py naics2017-phrases.tsv
    planfit taxonomy init naics.csv --terms-only -o naics.toml
    planfit adapt --taxonomy naics.toml --labelled naics-labelled.jsonl -o naics.fit
    planfit eval naics-held-out.jsonl --taxonomy naics.toml --fit naics.fit
"""

import csv
import json
import sys
import zlib

with open(sys.argv[1], encoding="utf-8") as file:
    rows = [line.rstrip("\n").split("\t") for line in file]
apart = [row for row in rows if zlib.crc32(row[1].encode()) % 5 == 0]
kept = [row for row in rows if zlib.crc32(row[1].encode()) % 5 != 0]


def write(name, rows):
    with open(name, "w", encoding="utf-8") as file:
        for number, (code, phrase) in enumerate(rows):
            row = {"id": str(number), "products": [phrase], "labels": {code: 3}}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


write("naics-labelled.jsonl", kept)
write("naics-held-out.jsonl", apart)
# A class all of whose phrases are set apart is in the sheet by its code alone.
kept += [[code, ""] for code in sorted({row[0] for row in apart} - {row[0] for row in kept})]
with open("naics.csv", "w", encoding="utf-8", newline="") as file:
    csv.writer(file).writerows([["class", "phrase"], *kept])
