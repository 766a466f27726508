"""Screens a lead list that has outgrown one machine: each partition goes through `planfit batch` where it lies.

    pip install pyspark        # and Java 17 or later
    spark-submit --master 'local[2]' examples/spark/screen.py leads.jsonl screened --planfit target/release/planfit

The list is JSONL, since a line of it stands by itself (CSV has a header, and its rows may span lines); any path or
pattern that Spark reads will do, such as `hdfs:///leads/*.jsonl`. The output is a folder of JSONL, one file a
partition, with the same records as a run in one process, except for the number of the row: no machine knows how many
rows the others have, so it is left out. Give leads an `id`. The program has to be at the same path on every machine.
"""

import argparse
import json
import subprocess
import sys
import threading

from pyspark.sql import SparkSession

DONE = 0
DONE_WITH_REJECTS = 3  # told on standard error, which Spark keeps in the log of the executor


def screen(lines, command):
    """Feeds the lines of a partition to the program and yields its answers as they come."""
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        return  # an empty partition is no empty list
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        try:
            with process.stdin as pipe:
                pipe.write(first.encode() + b"\n")
                for line in lines:
                    pipe.write(line.encode() + b"\n")
        except BrokenPipeError:
            pass  # the program stopped; its exit code says why

    # Fed by a thread of its own: whoever writes everything before reading anything waits for ever.
    feeder = threading.Thread(target=feed)
    feeder.start()
    for line in process.stdout:
        answer = json.loads(line)
        del answer["row"]
        yield json.dumps(answer, ensure_ascii=False)
    feeder.join()
    code = process.wait()
    if code not in (DONE, DONE_WITH_REJECTS):
        raise RuntimeError(f"{command[0]} ended with {code}; its message is in the log above")


def main():
    given = sys.argv[1:]
    cut = given.index("--") if "--" in given else len(given)
    parser = argparse.ArgumentParser(
        description=__doc__.splitlines()[0],
        epilog="Options after `--` are those of `planfit batch`, such as `-- --top 5 --min-score 35`.",
    )
    parser.add_argument("leads", help="JSONL: a file, a folder or a pattern")
    parser.add_argument("output", help="folder to write to; must not exist")
    parser.add_argument("--planfit", default="planfit", help="path of the program")
    parser.add_argument("--partitions", type=int, help="at least this many partitions")
    arguments = parser.parse_args(given[:cut])
    # One thread a partition: Spark runs as many partitions at once as there are cores.
    command = [arguments.planfit, "batch", "-", "--quiet", "--jobs", "1"]
    command += ["--input-format", "jsonl", "--format", "jsonl", *given[cut + 1 :]]
    spark = SparkSession.builder.appName("planfit").getOrCreate()
    leads = spark.sparkContext.textFile(arguments.leads, arguments.partitions)
    leads.mapPartitions(lambda lines: screen(lines, command)).saveAsTextFile(arguments.output)
    spark.stop()


if __name__ == "__main__":
    sys.exit(main())
