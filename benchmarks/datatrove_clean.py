"""datatrove's side of a comparison of cleaning: the steps of the profile lm that it has too.

  pip install 'datatrove[processing,io]' spacy
  python benchmarks/datatrove_clean.py IN OUT [--workers 2]      # IN: a folder of .jsonl files with a field "text"
  ./wenmai corpus clean IN --out OUT2 --recipe benchmarks/recipes/clean-like-datatrove.yaml

Text repaired (ftfy), e-mail and IP addresses replaced, near-duplicates out (MinHash, 14 buckets of 8, groups of 5 words). What it
does in four jobs of its own runs here as its documentation shows. Prints the seconds of each job.
"""
import argparse
import shutil
import time

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import MinhashDedupBuckets, MinhashDedupCluster, MinhashDedupFilter, MinhashDedupSignature
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.filters import LambdaFilter
from datatrove.pipeline.formatters import FTFYFormatter, PIIFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers.jsonl import JsonlWriter
from datatrove.utils.hashing import HashConfig
from datatrove.utils.typeshelper import Languages


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    shutil.rmtree(options.output, ignore_errors=True)
    config = MinhashConfig(n_grams=5, num_buckets=14, hashes_per_bucket=8, hash_config=HashConfig(precision=64))
    folder, tasks = options.output, 8

    def run(name, pipeline, tasks):
        start = time.time()
        LocalPipelineExecutor(pipeline, tasks=tasks, workers=options.workers, logging_dir=f"{folder}/logs/{name}", skip_completed=False).run()
        print(f"{name} {time.time() - start:.1f} s", flush=True)
        return time.time() - start

    total = run("clean", [
        JsonlReader(options.input), FTFYFormatter(), PIIFormatter(only_remove_public_ips=False),
        LambdaFilter(lambda document: document.text.strip() != ""), JsonlWriter(f"{folder}/clean", compression=None)], tasks)
    total += run("signatures", [
        JsonlReader(f"{folder}/clean"), MinhashDedupSignature(f"{folder}/signatures", config=config, language=Languages.english)], tasks)
    total += run("buckets", [MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config)], 14)
    total += run("cluster", [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/remove", config=config)], 1)
    total += run("filter", [
        JsonlReader(f"{folder}/clean"), MinhashDedupFilter(f"{folder}/remove"), JsonlWriter(f"{folder}/done", compression=None)], tasks)
    print(f"all {total:.1f} s")


if __name__ == "__main__":
    main()
