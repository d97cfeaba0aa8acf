"""Hugging Face tokenizers' side of BytePairs.java: the same training and encoding, two threads.

  pip install tokenizers
  python benchmarks/bpe_tokenizers.py TEXT OUT/tokenizer.json      # OUT: what BytePairs.java wrote; its merges and ids are compared
"""
import json
import os
import resource
import sys
import time

os.environ.setdefault("RAYON_NUM_THREADS", "2")
os.environ["TOKENIZERS_PARALLELISM"] = "true"
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

text, ours = sys.argv[1:3]
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(vocab_size=32000, special_tokens=["<|endoftext|>"],
                              initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
start = time.time()
tokenizer.train([text], trainer)
print(f"train {time.time() - start:.1f} s, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB", flush=True)
merges = json.loads(tokenizer.to_str())["model"]["merges"]
with open(ours, encoding="utf8") as file:
    theirs = json.load(file)["model"]["merges"]
theirs = [m.split(" ") if isinstance(m, str) else m for m in theirs]
print("merges equal:", merges == theirs, len(merges))
with open(text, encoding="utf8") as file:
    lines = file.read(20_000_000).split("\n")
size = sum(len(line.encode()) for line in lines)
best = float("inf")
for _ in range(3):
    start = time.time()
    encoded = tokenizer.encode_batch_fast(lines, add_special_tokens=False)
    best = min(best, time.time() - start)
print(f"encode: {size / 1e6 / best:.1f} MB/s, {sum(len(e.ids) for e in encoded):,} tokens")
mine = Tokenizer.from_file(ours)
print("ids equal:", all(a.ids == b.ids for a, b in zip(encoded, mine.encode_batch_fast(lines, add_special_tokens=False))))
